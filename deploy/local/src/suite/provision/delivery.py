"""Secrets for members that run elsewhere: a folder for each, holding its own and no other's.

Files are named like the variables they stand for (`PARVIS_SECRETS_DIR`), keys as the images expect them. Repeatable: what is
there stays, what is missing is made.
"""

import os
import secrets as random
import shutil
from pathlib import Path

from suite.environment import gateway_environment, service_environment
from suite.installation import Installation
from suite.keyring import Keyring, write_private
from suite.servers.bus import Nats
from suite.topology import GATEWAY, SERVICES, SIGNERS, STORING, bus_users

CONFIDENTIAL = (
    "PARVIS_DATABASE_URL",
    "PARVIS_RELAY_DATABASE_URL",
    "PARVIS_NATS_PASSWORD",
    "PARVIS_S3_ACCESS_KEY",
    "PARVIS_S3_SECRET_KEY",
)
OBJECTS_USER = "parvis"


def deliver(installation: Installation, folder: Path, *, postgres: str) -> None:
    """`postgres` is where the databases answer, as `host:port`. Servers' own passwords go to `servers`, what provisioning
    needs to `operations`."""
    keyring = installation.keyring.ensure()
    servers, operations = folder / "servers", folder / "operations"
    database = keyring.passwords("database")["admin"]
    _write(servers / "postgres-password", database)
    _write(servers / "objects-password", _kept(servers / "objects-password"))
    _write(folder / "grafana" / "grafana-password", _kept(folder / "grafana" / "grafana-password"))
    _write(servers / "nats.conf", _bus(keyring))
    _write(operations / "PARVIS_DATABASE_URL", f"postgresql://parvis_admin:{database}@{postgres}/postgres")
    _write(operations / "PARVIS_NATS_ADMIN_PASSWORD", keyring.passwords("bus")["provisioner"])
    _write(operations / "PARVIS_S3_ACCESS_KEY", OBJECTS_USER)
    _write(operations / "PARVIS_S3_SECRET_KEY", (servers / "objects-password").read_text())
    # Provisioning gives each role its password, and elsewhere has no other folder of ours than this one.
    _copy(keyring.passwords_file, operations / keyring.passwords_file.name)
    elsewhere = installation.elsewhere(operations)
    for member in SIGNERS:
        told = gateway_environment(elsewhere, 0) if member == GATEWAY else service_environment(elsewhere, member)
        for name in CONFIDENTIAL:
            if told.get(name):
                _write(folder / member / name, told[name])
        _copy(keyring.signing_key_file(member), folder / member / "signing.json")
        _copy(keyring.trust_file, folder / member / "trust.json")
        _copy(keyring.secret_file(member), folder / member / "secret")
    for service in STORING:
        _copy(keyring.master_key_file, folder / service / "master")
    assert set(SERVICES) <= {path.name for path in folder.iterdir()}


def _bus(keyring: Keyring) -> str:
    server = Nats(Path("/var/lib/parvis/state"), 4222, monitor_port=8222, users=bus_users(keyring.passwords("bus")))
    return server.configuration(host="0.0.0.0")


def _kept(path: Path) -> str:
    return path.read_text() if path.exists() else random.token_urlsafe(24)


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        write_private(path, text)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copy2(source, target)


def chosen_folder() -> Path:
    return Path(os.environ.get("PARVIS_DELIVER_TO") or "keys").absolute()

"""The secrets of one installation: made at first start, kept in files that only their owner reads."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any

from suite.topology import GATEWAY, PROVISIONER, SERVICES, SIGNERS, STORING, roles_of

# Whoever knows its secret may make parts of a demo fail (suite.faults).
FAULTS = "faults"


class Keyring:
    """`folder` is `.parvis/secrets`. Making what is missing never touches what is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trust_file = folder / "trust.json"
        self.passwords_file = folder / "passwords.json"

    def ensure(self) -> "Keyring":
        from suite.signing import (
            new_key,  # cryptography is only worth its import when a key is missing
        )

        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._ensure_passwords()
        for name in (*SIGNERS, FAULTS):
            if not self.secret_file(name).exists():
                write_private(self.secret_file(name), secrets.token_urlsafe(48))
        for service in SIGNERS:
            if not self.signing_key_file(service).exists():
                write_private(self.signing_key_file(service), json.dumps(new_key(service)))
        if not self.master_key_file.exists():
            write_private(
                self.master_key_file,
                base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            )
        if not self.backup_key_file.exists():
            from suite.backup.sealing import new_key as new_backup_key

            write_private(self.backup_key_file, new_backup_key() + "\n")
        trusted = self.trusted()
        missing = [
            service for service in SIGNERS if self.signing_key(service)["kid"] not in {k["kid"] for k in trusted}
        ]
        if missing:
            self.trust(
                [
                    *trusted,
                    *(public(self.signing_key(service), issuer=service) for service in missing),
                ]
            )
        return self

    def _ensure_passwords(self) -> None:
        path = self.passwords_file
        known: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.exists() else {}
        wanted = {
            "database": (
                "admin",
                *(role for service in SERVICES for role in roles_of(service)),
            ),
            "bus": (*SERVICES, GATEWAY, PROVISIONER),
            "objects": ("admin", *STORING),
        }
        full = {
            kind: {name: known.get(kind, {}).get(name) or secrets.token_urlsafe(24) for name in names}
            for kind, names in wanted.items()
        }
        if full != known:
            write_private(path, json.dumps(full, indent=2))

    def passwords(self, kind: str) -> dict[str, str]:
        """`kind` is database (by role), bus (by user) or objects (by identity)."""
        return json.loads(self.passwords_file.read_text())[kind]

    def secret_file(self, service: str) -> Path:
        return self.folder / f"{service}.secret"

    def signing_key_file(self, service: str) -> Path:
        return self.folder / f"{service}.signing.json"

    def signing_key(self, service: str) -> dict[str, str]:
        return json.loads(self.signing_key_file(service).read_text())

    @property
    def master_key_file(self) -> Path:
        """Wraps the keys of documents; 32 bytes in base64url."""
        return self.folder / "documents.master"

    @property
    def backup_key_file(self) -> Path:
        """Opens what backups seal (an age identity); whoever has age and this file needs no Parvis."""
        return self.folder / "backups.age"

    @property
    def erasure_ledger(self) -> Path:
        """What was erased (chassis.erasures): it outlives the databases."""
        return self.folder / "erasures.jsonl"

    def trusted(self) -> list[dict[str, Any]]:
        return json.loads(self.trust_file.read_text())["keys"] if self.trust_file.exists() else []

    def former(self) -> list[dict[str, Any]]:
        """Public keys that sign nothing any more and open nothing: what they signed can still be read."""
        path = self.folder / "former.json"
        return json.loads(path.read_text())["keys"] if path.exists() else []

    def remember(self, keys: list[dict[str, Any]]) -> None:
        write_private(self.folder / "former.json", json.dumps({"keys": [*self.former(), *keys]}, indent=2))

    def trust(self, keys: list[dict[str, Any]]) -> None:
        write_private(self.trust_file, json.dumps({"keys": keys}, indent=2))


def public(key: dict[str, str], *, issuer: str) -> dict[str, str]:
    return {
        **{name: key[name] for name in ("kty", "crv", "x", "kid")},
        "iss": issuer,
        "use": "sig",
    }


def write_private(path: Path, text: str) -> None:
    """Whole or not at all: a reader sees the old file or the new one."""
    making = path.with_name(f".{path.name}.{os.getpid()}")
    making.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    making.replace(path)

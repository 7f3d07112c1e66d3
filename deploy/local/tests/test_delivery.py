"""Members that run elsewhere get what is theirs, and nothing of the others'."""

import json
from pathlib import Path

import pytest

from chassis.settings import Settings
from suite.installation import Installation, Outside
from suite.keyring import Keyring
from suite.ports import Ports
from suite.provision.delivery import deliver
from suite.state import State
from suite.topology import GATEWAY, SERVICES

pytestmark = pytest.mark.requirement("SR-03")


@pytest.fixture
def delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARVIS_NATS_URL", "nats://nats:4222")
    monkeypatch.setenv("PARVIS_S3_URL", "http://objects:9000")
    monkeypatch.delenv("PARVIS_DATABASE_URL", raising=False)
    installation = Installation(State(tmp_path / "state").ensure(), Ports(), Outside.chosen())
    for _ in range(2):
        deliver(installation, tmp_path / "keys", postgres="postgres:5432")
    return tmp_path / "keys"


def test_each_member_reads_its_settings_from_its_folder(delivered: Path, monkeypatch: pytest.MonkeyPatch):
    for member in (*SERVICES, GATEWAY):
        folder = delivered / member
        monkeypatch.setenv("PARVIS_SECRETS_DIR", str(folder))
        settings = Settings(
            service=member,
            http_port=8080,
            signing_key_file=folder / "signing.json",
            trust_file=folder / "trust.json",
            secret_file=folder / "secret",
        )

        assert settings.nats_password
        assert len(settings.read_secret()) > 40
        if member != GATEWAY:
            assert settings.database_url.startswith(f"postgresql+asyncpg://{member}_app:")
            assert settings.database_url.endswith(f"@postgres:5432/{member}")
    monkeypatch.setenv("PARVIS_SECRETS_DIR", str(delivered / "documents"))
    assert (delivered / "documents" / "master").exists()


def test_nobody_holds_anothers_key(delivered: Path):
    owners = {member: json.loads((delivered / member / "signing.json").read_text())["kid"] for member in SERVICES}

    assert len(set(owners.values())) == len(SERVICES)
    assert [path.parent.name for path in delivered.glob("*/master")] == ["documents"]
    private = [path for path in delivered.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    assert private == []


def test_what_was_made_once_stays(delivered: Path):
    """The fixture delivers twice: an upgrade must not change a password that a server already took."""
    password = (delivered / "servers" / "postgres-password").read_text()

    assert password in (delivered / "operations" / "PARVIS_DATABASE_URL").read_text()
    objects = (delivered / "servers" / "objects-password").read_text()
    assert (delivered / "documents" / "PARVIS_S3_SECRET_KEY").read_text() == objects


def test_provisioning_finds_in_its_folder_the_passwords_that_it_gives_out(delivered: Path):
    passwords = Keyring(delivered / "operations").passwords("database")

    assert passwords["identity_app"] in (delivered / "identity" / "PARVIS_DATABASE_URL").read_text()


def test_the_bus_is_told_to_listen_to_the_others(delivered: Path):
    told = json.loads((delivered / "servers" / "nats.conf").read_text())

    assert (told["host"], told["http"]) == ("0.0.0.0", "0.0.0.0:8222")
    assert told["jetstream"]["sync_interval"] == "always"
    assert "/servers/" not in told["jetstream"]["store_dir"]

"""Which servers the tests stand on. There may be no Docker engine here: what it would be asked is looked at instead."""

import inspect
from pathlib import Path
from typing import Any

import pytest

from kit import containers
from kit.containers import Contained, ContainedNats, ContainedPostgres, ContainedS3, NoEngine
from kit.servers import Servers
from suite.servers import Identity, Nats, Postgres
from suite.topology import bus_users


@pytest.mark.parametrize(
    ("told", "engine", "kind"),
    [
        ("", True, "containers"),
        ("", False, "embedded"),
        ("embedded", True, "embedded"),
        ("containers", True, "containers"),
    ],
)
def test_containers_are_used_where_an_engine_answers_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, told: str, engine: bool, kind: str
):
    monkeypatch.setenv("PARVIS_TEST_SERVERS", told)
    monkeypatch.setattr(containers, "engine_answers", lambda: engine)

    assert containers.chosen() == kind


def test_containers_that_cannot_be_had_are_an_error_and_not_a_silent_choice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PARVIS_TEST_SERVERS", "containers")
    monkeypatch.setattr(containers, "engine_answers", lambda: False)

    with pytest.raises(NoEngine):
        containers.chosen()


def test_another_word_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PARVIS_TEST_SERVERS", "docker")

    with pytest.raises(ValueError, match="embedded or containers"):
        containers.chosen()


def test_an_engine_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'nobody.sock'}")
    containers.engine_answers.cache_clear()

    assert containers.engine_answers() is False
    containers.engine_answers.cache_clear()


@pytest.fixture
def contained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Servers:
    """Servers in containers that start at once, because nothing is started."""
    monkeypatch.setattr(Contained, "start", lambda self: self)
    monkeypatch.setattr(ContainedS3, "start", lambda self: self)
    return Servers(tmp_path, kind="containers")


def test_in_containers_every_server_offers_what_the_embedded_one_does(contained: Servers):
    embedded = Servers(contained.folder / "embedded", kind="embedded")
    password, users = "s3cr/t", bus_users(embedded.keyring.passwords("bus"))
    twins: list[tuple[Any, Any]] = [
        (Postgres(contained.folder, contained.postgres.port, password=password), contained.postgres),
        (Nats(contained.folder, contained.nats.port, monitor_port=1, users=users), contained.nats),
    ]

    for ours, theirs in twins:
        assert ours.address == theirs.address
        assert all(callable(getattr(theirs, name)) for name in ("start", "stop", "kill"))
    assert inspect.signature(Postgres.url) == inspect.signature(ContainedPostgres.url)
    assert Postgres(Path(), 5, password="a/b").admin_url == ContainedPostgres(Path(), 5, password="a/b").admin_url
    assert contained.s3.url == contained.s3.address == f"http://127.0.0.1:{contained.s3.port}"


def test_the_bus_in_a_container_has_the_users_and_the_fsync_of_ours(contained: Servers):
    bus = contained.nats
    assert isinstance(bus, ContainedNats)

    told = bus.configuration()

    users = {user["user"]: user["permissions"] for user in told["accounts"]["PARVIS"]["users"]}
    assert "demarches.>" in users["demarches"]["publish"]["allow"]
    assert told["jetstream"] == told["jetstream"] | {"sync_interval": "always", "store_dir": "/parvis/jetstream"}
    assert (told["host"], told["port"], told["http"]) == ("0.0.0.0", 4222, "0.0.0.0:8222")


class Recorded:
    """A container of the library's own class, made without an engine to speak to."""

    def __init__(self, *_: Any, **__: Any) -> None: ...


def test_what_the_engine_would_be_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("testcontainers.core.container.DockerClient", Recorded)
    users = bus_users(Servers(tmp_path, kind="embedded").keyring.passwords("bus"))
    one = Identity("documents", "documents", "key-of-documents", ("documents",))
    (tmp_path / "nats").mkdir()

    postgres = ContainedPostgres(tmp_path / "pg", 5001, password="x").make()
    nats = ContainedNats(tmp_path / "nats", 5002, monitor_port=5003, users=users).make()
    s3 = ContainedS3(tmp_path / "s3", 5004, identities=(one,), buckets=("documents",)).make()

    assert postgres.ports == {"5432": 5001}
    assert "-c fsync=off" in postgres._command
    assert nats.ports == {"4222": 5002, "8222": 5003}
    assert nats.volumes[str(tmp_path / "nats")] == {"bind": "/parvis", "mode": "rw"}
    assert s3.ports == {"9000": 5004}
    assert (s3.env["MINIO_ROOT_USER"], s3.env["MINIO_ROOT_PASSWORD"]) == ("documents", "key-of-documents")

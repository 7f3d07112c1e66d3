"""Real servers, started once per run when a test first asks for them, in a temporary folder on free ports.

PostgreSQL, NATS and the object store are containers where a Docker engine answers, the embedded ones elsewhere.
"""

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from chassis import migrate
from kit import containers
from kit.asking import asking
from kit.containers import Contained, ContainedNats, ContainedPostgres, ContainedS3, Kind
from kit.other_store import RcloneS3
from suite.keyring import Keyring
from suite.provision.bus import provision_bus
from suite.provision.databases import provision_database
from suite.servers import S3, Identity, Mailbox, Nats, Postgres, Traces
from suite.servers.objects import INNER_DOORS
from suite.topology import PROVISIONER, SERVICES, bus_users, roles_of


class Servers:
    """Everything under `folder`. `close` ends what was started. `durable` is for tests that kill the database; `kind` for
    those that are about one kind of server."""

    def __init__(self, folder: Path, *, durable: bool = False, kind: Kind | None = None) -> None:
        self.folder = folder
        self.kind: Kind = kind or containers.chosen()
        self._durable = durable
        self._started: list[Any] = []

    @cached_property
    def keyring(self) -> Keyring:
        return Keyring(self.folder / "secrets").ensure()

    @cached_property
    def postgres(self) -> Postgres | ContainedPostgres:
        if self.kind == "containers":
            password = self.keyring.passwords("database")["admin"]
            folder = self.folder / "postgres"
            return self._start(ContainedPostgres(folder, free_port(), password=password, durable=self._durable))
        return self._start(Postgres(self.folder / "postgres", free_port(), durable=self._durable))

    @cached_property
    def nats(self) -> Nats | ContainedNats:
        users = bus_users(self.keyring.passwords("bus"))
        if self.kind == "containers":
            return self._start(ContainedNats(self.folder / "nats", free_port(), monitor_port=free_port(), users=users))
        return self._start(Nats(self.folder / "nats", free_port(), monitor_port=free_port(), users=users))

    @cached_property
    def s3(self) -> S3 | ContainedS3 | RcloneS3:
        """PARVIS_TEST_STORE=rclone has every test stand on the second implementation."""
        if os.environ.get("PARVIS_TEST_STORE") == "rclone":
            return self._start(RcloneS3(self.folder / "s3", free_port(), identity=self._storing))
        identity = self._storing
        if self.kind == "containers":
            folder = self.folder / "s3"
            return self._start(ContainedS3(folder, free_port(), identities=(identity,), buckets=("documents",)))
        inner = free_ports(len(INNER_DOORS))
        folder = self.folder / "s3"
        return self._start(S3(folder, free_port(), inner_ports=inner, identities=(identity,), buckets=("documents",)))

    @contextmanager
    def other_s3(self) -> Iterator[RcloneS3]:
        """Beside `s3`, for the tests that show that no store of ours is special; it ends with them."""
        store = RcloneS3(self.folder / "other-s3", free_port(), identity=self._storing)
        try:
            yield store.start()
        finally:
            store.stop()

    @property
    def _storing(self) -> Identity:
        return Identity("documents", "documents", self.keyring.passwords("objects")["documents"], ("documents",))

    @cached_property
    def mailbox(self) -> Mailbox:
        return self._start(Mailbox(self.folder / "mailbox", free_port(), smtp_port=free_port()))

    @cached_property
    def traces(self) -> Traces:
        return self._start(Traces(self.folder / "traces", free_port(), logs=self.folder / "logs"))

    async def provision_bus(self) -> None:
        await provision_bus(self.nats.address, PROVISIONER, self.keyring.passwords("bus")[PROVISIONER])

    async def database(self, service: str, *, schema: str | None = None) -> dict[str, str]:
        """A migrated database of the service: URLs (`owner`, `app`, `relay`) by role.

        `schema` is the package whose migrations run, where it is not the service's own; its database is named after it.
        """
        passwords, name = self.keyring.passwords("database"), schema or service
        await provision_database(self.postgres.admin_url, service, passwords, database=name)
        urls = {
            role.rpartition("_")[2]: self.postgres.url(name, role, passwords[role]).replace("://", "+asyncpg://", 1)
            for role in roles_of(service)
        }
        await asyncio.to_thread(migrate.upgrade, name, urls["owner"])
        return urls

    def mails(self, recipient: str) -> list[dict[str, Any]]:
        """What the mailbox holds for this address, newest first."""
        return asking().get(f"{self.mailbox.address}/api/messages", params={"to": recipient}).json()

    def close(self) -> None:
        for server in reversed(self._started):
            server.close() if isinstance(server, Contained) else server.stop()

    def _start(self, server: Any) -> Any:
        self._started.append(server)
        return server.start()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def free_ports(count: int) -> tuple[int, ...]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return tuple(probe.getsockname()[1] for probe in probes)
    finally:
        for probe in probes:
            probe.close()


def asyncpg_url(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


__all__ = ["SERVICES", "Servers", "asyncpg_url", "free_port"]

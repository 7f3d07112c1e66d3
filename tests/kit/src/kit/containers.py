"""The same servers in containers (testcontainers), where a Docker engine answers.

PARVIS_TEST_SERVERS=embedded|containers says otherwise. Each has the interface of its twin in `suite.servers`: a fixed port on
this machine, so that what was stopped comes back where its clients look for it.
"""

import json
import os
import time
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote

from suite.part import HOST
from suite.provision.objects import provision_bucket
from suite.servers import Identity, Nats, NatsUser
from suite.servers.postgres import SUPERUSER

Kind = Literal["embedded", "containers"]
IMAGES = {"postgres": "postgres:18", "nats": "nats:2.14", "minio": "minio/minio:RELEASE.2025-09-07T16-13-09Z"}
READY_WITHIN = 120.0
INSIDE = "/parvis"


class NoEngine(Exception):
    """PARVIS_TEST_SERVERS=containers, but no Docker engine answers."""


def chosen() -> Kind:
    """Containers where they can be had, unless told otherwise. Raises `NoEngine`, or ValueError for another word."""
    told = os.environ.get("PARVIS_TEST_SERVERS", "")
    if told not in ("", "embedded", "containers"):
        raise ValueError(f"PARVIS_TEST_SERVERS={told}: embedded or containers")
    if told == "embedded":
        return "embedded"
    if engine_answers():
        return "containers"
    if told == "containers":
        raise NoEngine
    return "embedded"


@cache
def engine_answers() -> bool:
    import docker
    from docker.errors import DockerException

    try:
        client = docker.from_env(timeout=3)
    except DockerException:
        return False
    try:
        return bool(client.ping())
    except (DockerException, OSError):
        return False
    finally:
        client.close()


class Contained:
    """One server in one container. `stop` keeps what it wrote, `kill` is a power cut, `close` removes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._container: Any = None

    def make(self) -> Any:
        """The container, not started."""
        raise NotImplementedError

    def ready(self) -> bool:
        raise NotImplementedError

    def start(self) -> Self:
        if self._container is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._container = self.make()
            self._container.start()
        else:
            self._container.get_wrapped_container().start()
        deadline = time.monotonic() + READY_WITHIN
        while not self.ready():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{type(self).__name__} is not ready")
            time.sleep(0.1)
        return self

    def stop(self) -> None:
        if self._container is not None:
            self._container.get_wrapped_container().stop()

    def kill(self) -> None:
        if self._container is not None:
            self._container.get_wrapped_container().kill()

    def close(self) -> None:
        if self._container is not None:
            self._container.stop()
            self._container = None


class ContainedPostgres(Contained):
    def __init__(self, folder: Path, port: int, *, password: str, durable: bool = False) -> None:
        super().__init__(folder)
        self.port, self.durable, self._password = port, durable, password
        self.address = f"postgresql://{HOST}:{port}"

    @property
    def admin_url(self) -> str:
        return self.url("postgres", SUPERUSER, self._password)

    def url(self, database: str, user: str, password: str) -> str:
        return f"postgresql://{quote(user)}:{quote(password, safe='')}@{HOST}:{self.port}/{database}"

    def make(self) -> Any:
        from testcontainers.community.postgres import PostgresContainer

        made = PostgresContainer(
            IMAGES["postgres"], username=SUPERUSER, password=self._password, dbname="postgres", driver=None
        )
        careless = [] if self.durable else ["fsync", "synchronous_commit", "full_page_writes"]
        settings = " ".join(f"-c {name}=off" for name in careless)
        return made.with_bind_ports(5432, self.port).with_command(f"postgres -c max_connections=200 {settings}".strip())

    def ready(self) -> bool:
        # The image restarts its server once after preparing it: only what listens on TCP counts.
        asked = ["pg_isready", "--host=127.0.0.1", f"--username={SUPERUSER}", "--quiet"]
        return self._container.exec(asked).exit_code == 0


class ContainedNats(Contained):
    def __init__(self, folder: Path, port: int, *, monitor_port: int, users: tuple[NatsUser, ...]) -> None:
        super().__init__(folder)
        self.port, self.monitor_port, self.users = port, monitor_port, users
        self.url = self.address = f"nats://{HOST}:{port}"

    def configuration(self) -> dict[str, Any]:
        """That of the embedded server, at the container's own addresses."""
        twin = Nats(self.folder, self.port, monitor_port=self.monitor_port, users=self.users)
        told: dict[str, Any] = json.loads(twin.configuration())
        told["jetstream"]["store_dir"] = f"{INSIDE}/jetstream"
        return told | {"host": "0.0.0.0", "port": 4222, "http": "0.0.0.0:8222"}

    def make(self) -> Any:
        from testcontainers.core.container import DockerContainer

        (self.folder / "nats.conf").write_text(json.dumps(self.configuration()))
        made = DockerContainer(IMAGES["nats"]).with_volume_mapping(self.folder, INSIDE, "rw")
        made.with_bind_ports(4222, self.port).with_bind_ports(8222, self.monitor_port)
        return made.with_command(f"--config {INSIDE}/nats.conf")

    def ready(self) -> bool:
        from suite.part import answers

        return answers(self.monitor_port, "/healthz")


class ContainedS3(Contained):
    """MinIO. Its root has the name and the key of the first identity: limits between identities are the embedded store's
    own tests."""

    def __init__(self, folder: Path, port: int, *, identities: tuple[Identity, ...], buckets: tuple[str, ...]) -> None:
        super().__init__(folder)
        self.port, self.identities, self.buckets = port, identities, buckets
        self.url = self.address = f"http://{HOST}:{port}"

    def make(self) -> Any:
        from testcontainers.community.minio import MinioContainer

        one = self.identities[0]
        made = MinioContainer(IMAGES["minio"], access_key=one.access_key, secret_key=one.secret_key)
        made.with_env("MINIO_ROOT_USER", one.access_key).with_env("MINIO_ROOT_PASSWORD", one.secret_key)
        return made.with_bind_ports(9000, self.port).with_volume_mapping(self.folder, "/data", "rw")

    def start(self) -> Self:
        super().start()
        one = self.identities[0]
        for bucket in self.buckets:
            provision_bucket(self.url, bucket, access_key=one.access_key, secret_key=one.secret_key)
        return self

    def ready(self) -> bool:
        from suite.part import answers

        return answers(self.port, "/minio/health/live")

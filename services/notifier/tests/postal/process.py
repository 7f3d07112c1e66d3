"""The notifier as a process of its own, which can be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.actor import Actor
from kit.actors import token_for
from kit.eventually import eventually
from kit.servers import Servers, free_port
from kit.service import settings_for
from suite.nursery.parts import Forked, Nursery


class NotifierProcess:
    """On servers of its own: no other notifier takes its messages. `nursery` bears it where it is to die hundreds of times: as it
    is born in the suite, and without three seconds of imports each time. `nats_url` is another way to the same bus."""

    def __init__(
        self,
        servers: Servers,
        smtp_url: str,
        urls: dict[str, str],
        *,
        nursery: Nursery | None = None,
        nats_url: str | None = None,
    ) -> None:
        self._servers, self._smtp_url, self._urls, self._nursery = servers, smtp_url, urls, nursery
        self._nats_url = nats_url or servers.nats.address
        self._process: subprocess.Popen[bytes] | Forked | None = None
        self._port = 0
        admin = servers.postgres.admin_url.replace("postgresql://", "postgresql+asyncpg://", 1).rpartition("/")[0]
        self._admin = create_async_engine(f"{admin}/notifier", isolation_level="AUTOCOMMIT", pool_pre_ping=True)

    async def start(self) -> None:
        self._spawn()
        await self.is_up()

    async def is_up(self) -> None:
        """Waits for it: started, or its database back. On a machine shared by many a start may take minutes."""
        await eventually(self._answers, within=300)

    async def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            # Somebody else took its port between the choice and the opening.
            self._spawn()
        return await _is_ready(self._port)

    def _spawn(self) -> None:
        self._port = free_port()
        told = {"nats_url": self._nats_url, "smtp_url": self._smtp_url, "http_port": self._port}
        settings = settings_for("notifier", self._servers, self._urls, **told)
        environment = {f"PARVIS_{name.upper()}": str(value) for name, value in settings if value is not None}
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = self._servers.traces.address
        if self._nursery is None:
            self._process = _spawned(environment)
        else:
            whole = {**os.environ, **environment}
            self._process = self._nursery.bear("notifier", environment=whole, log=Path(os.devnull))

    def kill(self) -> None:
        """As `kill -9` does: nothing is said, nothing is finished."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    async def call(self, actor: Actor, method: str, path: str, **options: Any) -> httpx.Response:
        token = token_for(actor, self._servers.keyring, audience="notifier")
        headers = {"authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self._port}", timeout=60) as http:
            return await http.request(method, path, headers=headers, **options)

    async def rows(self, statement: str, **values: Any) -> list[Any]:
        async with self._admin.connect() as connection:
            answer = await connection.execute(text(statement), values)
            return list(answer.mappings()) if answer.returns_rows else []

    @asynccontextmanager
    async def locked(self, statement: str, **values: Any) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
        """Holds what `statement` locks; tells whether the process waits for it."""

        async def is_waiting() -> bool:
            asked = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%notifications%'"
            return bool(await self.rows(asked))

        async with self._admin.connect() as connection:
            await connection.execution_options(isolation_level="READ COMMITTED")
            await connection.execute(text(statement), values)
            yield is_waiting

    async def close(self) -> None:
        self.kill()
        await self._admin.dispose()


def _spawned(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chassis.serve", "notifier"]
    return subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


async def _is_ready(port: int) -> bool:
    try:
        async with httpx.AsyncClient(timeout=60) as http:
            return (await http.get(f"http://127.0.0.1:{port}/health/ready")).status_code == 200
    except httpx.HTTPError:
        return False

"""The archive is waited for while it follows, and never by who starts before it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from kit.eventually import eventually
from suite.archive.part import Archive
from suite.keyring import Keyring
from suite.part import base_environment, free_port
from suite.parts import ProvisionedPostgres

AWAITED = "show synchronous_standby_names"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ProvisionedPostgres]:
    made = ProvisionedPostgres(tmp_path / "postgres", free_port())
    yield made.start()
    made.stop()


@pytest.fixture
def archive(server: ProvisionedPostgres, tmp_path: Path) -> Iterator[Archive]:
    keyring = Keyring(tmp_path / "secrets")
    keyring.ensure()
    part = Archive(tmp_path / "wal", server.admin_url, keyring.folder)
    part.prepare()
    running = subprocess.Popen(part.command(), env={**base_environment(), **part.environment()}, start_new_session=True)
    yield part
    os.killpg(running.pid, signal.SIGKILL)
    running.wait(60)


async def value(server: ProvisionedPostgres, statement: str) -> str:
    connection = await asyncpg.connect(server.admin_url, timeout=60)
    try:
        return str(await connection.fetchval(statement, timeout=60))
    finally:
        await connection.close()


async def test_after_a_power_cut_nobody_waits_for_an_archive_that_is_not_there(server: ProvisionedPostgres):
    await value(server, "alter system set synchronous_standby_names = 'archive'")
    server.kill()

    server.start()

    assert await value(server, AWAITED) == ""


async def test_an_archive_that_follows_again_is_waited_for_again(server: ProvisionedPostgres, archive: Archive):
    async def is_awaited() -> bool:
        return await value(server, AWAITED) == "archive"

    await eventually(is_awaited, within=60)

    server.kill()
    server.start()

    await eventually(is_awaited, within=60)

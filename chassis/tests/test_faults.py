"""A dead or frozen database gives a clear answer, and the service mends itself."""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest_asyncio

from kit.actors import a_citizen
from kit.eventually import eventually
from kit.servers import Servers
from kit.service import ServiceUnderTest, problem, under_test


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def fragile(tmp_path_factory) -> AsyncIterator[ServiceUnderTest]:
    """The notebook on servers of its own, to be mistreated."""
    from notebook.main import create_app

    servers = Servers(tmp_path_factory.mktemp("fragile"), durable=True, kind="embedded")
    async with under_test("identity", create_app, servers, schema="notebook") as service:
        yield service
    servers.close()


async def write(service: ServiceUnderTest, tenant: UUID) -> int:
    answer = await service.call(a_citizen(tenant), "POST", "/v1/notes", json={"text": "x"})
    if answer.status_code == 503:
        assert problem(answer)["title"].startswith("Le service est momentanément indisponible")
        assert int(answer.headers["retry-after"]) > 0
    return answer.status_code


async def test_a_killed_database_gives_503_and_is_found_again(fragile: ServiceUnderTest, tenant: UUID):
    assert await write(fragile, tenant) == 201

    fragile.servers.postgres.kill()
    refused = [await write(fragile, tenant) for _ in range(3)]
    ready = await fragile.call(None, "GET", "/health/ready")
    fragile.servers.postgres.start()

    assert refused == [503, 503, 503]
    assert ready.status_code == 503

    async def works() -> bool:
        return await write(fragile, tenant) == 201

    await eventually(works)


async def test_a_frozen_database_gives_503_while_it_is_frozen(fragile: ServiceUnderTest, tenant: UUID):
    assert await write(fragile, tenant) == 201
    backends = _group(fragile.servers.postgres.data)

    for pid in backends:
        os.kill(pid, signal.SIGSTOP)
    status = await write(fragile, tenant)
    for pid in backends:
        os.kill(pid, signal.SIGCONT)

    assert status == 503

    async def works() -> bool:
        return await write(fragile, tenant) == 201

    await eventually(works)


async def test_a_connection_cut_while_it_is_used_is_no_bare_500(fragile: ServiceUnderTest, tenant: UUID):
    assert await write(fragile, tenant) == 201

    await fragile.rows(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'identity_app' and pid <> pg_backend_pid()"
    )
    statuses = {await write(fragile, tenant) for _ in range(12)}

    assert statuses <= {201, 503}
    assert await write(fragile, tenant) == 201


def _group(data: Path) -> list[int]:
    postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *(int(child) for child in children)]

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test

sys.path.insert(0, str(Path(__file__).parent))

from towns import Town, found_town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demarches(servers: Servers) -> AsyncIterator[ServiceUnderTest]:
    from demarches.main import create_app

    async with under_test("demarches", create_app, servers) as service:
        yield service


@pytest.fixture(autouse=True)
def real_time(demarches: ServiceUnderTest) -> None:
    demarches.clock.reset()


@pytest_asyncio.fixture(loop_scope="session")
async def town(demarches: ServiceUnderTest, tenant: UUID) -> Town:
    """A town of its own for each test."""
    return await found_town(demarches, tenant)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def plassans(demarches: ServiceUnderTest) -> Town:
    """The town of the demonstration, with all that is ready."""
    from uuid import uuid4

    from contracts.demo import PLASSANS
    from demarches.demo import plassans as town
    from demarches.demo.__main__ import load

    await load(demarches.service, PLASSANS, town.CATALOGUE, town.DEFINITIONS)
    return Town(demarches, PLASSANS.id, uuid4(), uuid4())

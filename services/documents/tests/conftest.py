import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from documents.main import create_app
from documents.scanning import process
from documents.storage import objects
from kit.servers import Servers
from kit.service import under_test

sys.path.insert(0, str(Path(__file__).parent))

from vault import Vault, s3_settings


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def running(servers: Servers) -> AsyncIterator[Vault]:
    async with under_test("documents", create_app, servers, **s3_settings(servers)) as service:
        yield Vault(service)


@pytest.fixture(autouse=True, scope="session")
def patience() -> None:
    """Nobody waits before a screen here, and a machine (or a store on it) may stall for longer than a person would."""
    process.LOOKED_AT_WITHIN = 60.0
    objects.ANSWER_WITHIN = 60.0


@pytest.fixture
def vault(running: Vault) -> Vault:
    running.clock.reset()
    return running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def alive(servers: Servers, running: Vault) -> AsyncIterator[Vault]:
    """With its worker: what happens by itself happens."""
    async with under_test("documents", create_app, servers, with_bus=True, **s3_settings(servers)) as service:
        yield Vault(service)

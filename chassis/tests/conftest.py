import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test

sys.path.insert(0, str(Path(__file__).parent))


# Ends with each file: it reads the streams as identity does, whose own tests come later.
@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def notebook(servers: Servers) -> AsyncIterator[ServiceUnderTest]:
    from notebook.main import create_app

    async with under_test("identity", create_app, servers, schema="notebook", with_bus=True) as service:
        yield service

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from kit.servers import Servers, free_port
from kit.service import ServiceUnderTest, under_test

sys.path.insert(0, str(Path(__file__).parent))

from postal.line import UnrulyLine
from postal.mailbox import Mails
from postal.owners import Owners
from postal.returns import BOUNCES

from notifier.main import create_app


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def line(servers: Servers) -> AsyncIterator[UnrulyLine]:
    """Between the notifier and the mailbox; well-behaved unless a test says otherwise."""
    between = UnrulyLine(servers.mailbox.smtp_port)
    await between.up()
    yield between
    await between.down()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def notifier(servers: Servers, line: UnrulyLine) -> AsyncIterator[ServiceUnderTest]:
    returns = {"bounce_port": free_port(), "bounce_domain": BOUNCES}
    async with under_test("notifier", create_app, servers, with_bus=True, smtp_url=line.url, **returns) as service:
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def owners(servers: Servers, notifier: ServiceUnderTest) -> AsyncIterator[Owners]:
    connected = await Owners.connect(servers)
    yield connected
    await connected.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mails(servers: Servers) -> AsyncIterator[Mails]:
    reading = Mails(servers.mailbox.address)
    yield reading
    await reading.close()

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from kit.servers import Servers, free_port
from kit.service import ServiceUnderTest, under_test

sys.path.insert(0, str(Path(__file__).parent))

from postal.line import UnrulyLine
from postal.listener import Listener
from postal.mailbox import Mails
from postal.names import NameServer
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
async def names() -> AsyncIterator[NameServer]:
    """The DNS that the notifier asks."""
    server = NameServer()
    await server.up()
    yield server
    server.down()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def notifier(servers: Servers, line: UnrulyLine, names: NameServer) -> AsyncIterator[ServiceUnderTest]:
    returns = {"bounce_port": free_port(), "bounce_domain": BOUNCES}
    outside = {"dns_server": names.address, "webhook_networks": "127.0.0.0/8"}
    async with under_test(
        "notifier", create_app, servers, with_bus=True, smtp_url=line.url, **returns, **outside
    ) as service:
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


@pytest_asyncio.fixture(loop_scope="session")
async def listener(names: NameServer) -> AsyncIterator[Listener]:
    """Another system, at a name of its own."""
    server = Listener()
    await server.up()
    names.addresses["crochet.exemple"] = ["127.0.0.1"]
    yield server
    await server.down()

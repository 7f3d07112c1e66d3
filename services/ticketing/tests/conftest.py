"""Ticketing, on real servers; identity's answers are given by a stand-in that speaks on the real bus."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from chassis import bus
from contracts.asks import AskColleagues, AskContacts, AskOrganisation
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test
from ticketing.main import create_app

sys.path.insert(0, str(Path(__file__).parent))

from support_portal import Portal, answer_colleagues, answer_contacts, answer_organisation


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ticketing(servers: Servers) -> AsyncIterator[ServiceUnderTest]:
    async with under_test("ticketing", create_app, servers, with_bus=True) as service:
        password = servers.keyring.passwords("bus")["identity"]
        identity = await bus.connect(servers.nats.address, service="identity", user="identity", password=password)
        await identity.respond(AskContacts.subject, "identity", answer_contacts)
        await identity.respond(AskColleagues.subject, "identity", answer_colleagues)
        await identity.respond(AskOrganisation.subject, "identity", answer_organisation)
        yield service
        await identity.close()


@pytest_asyncio.fixture
async def portal(ticketing: ServiceUnderTest, tenant: UUID) -> Portal:
    """A support provider of its own, with a small catalogue, a customer and a support agent."""
    return await Portal(ticketing, tenant).furnish()


@pytest.fixture(autouse=True)
def the_clock_is_right(ticketing: ServiceUnderTest) -> Iterator[None]:
    yield
    ticketing.clock.reset()

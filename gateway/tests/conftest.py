import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from kit.servers import Servers
from kit.service import settings_for
from ticketing.main import create_app as create_ticketing

sys.path.insert(0, str(Path(__file__).parent))

from doorstep.house import House, a_house
from doorstep.serving import served
from doorstep.street import Street, a_street
from litestar import Litestar
from support_house import Portal as SupportPortal


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_house(servers: Servers) -> AsyncIterator[House]:
    async with a_house(servers) as house:
        yield house


@pytest.fixture
def house(shared_house: House) -> House:
    """Everything works again, whatever the last test broke."""
    shared_house.identity.is_down = False
    shared_house.identity.asked.clear()
    for service in shared_house.services.values():
        service.is_down, service.refusal = False, None
        service.letters, service.replay_fails = [], False
        service.heard.clear()
        service.catalogue = {"themes": []}
    return shared_house


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def support_entrance(shared_house: House, servers: Servers) -> AsyncIterator[tuple[Litestar, str]]:
    ticketing = create_ticketing(settings_for("ticketing", servers, await servers.database("ticketing")))
    async with served(ticketing) as address:
        urls = ",".join(f"{n}={u}" for n, u in {**shared_house.urls, "ticketing": address}.items())
        async with shared_house.entrance(services=urls) as public:
            yield ticketing, public


@pytest_asyncio.fixture
async def support(house: House, support_entrance: tuple[Litestar, str]) -> SupportPortal:
    ticketing, address = support_entrance
    return await SupportPortal(house, ticketing.state.service, address).furnish()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def street(shared_house: House) -> AsyncIterator[Street]:
    """Both entrances in front of the real identity."""
    async with a_street(shared_house) as street:
        yield street

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from kit.servers import Servers

sys.path.insert(0, str(Path(__file__).parent))

from doorstep.house import House, a_house


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
    return shared_house

"""Identity, on real servers."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from identity.demo import load
from identity.main import create_app
from identity.storage.hashing import Hasher
from identity.storage.places import keep_places
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def identity(servers: Servers) -> AsyncIterator[ServiceUnderTest]:
    async with under_test("identity", create_app, servers) as service:
        yield service


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(identity: ServiceUnderTest) -> None:
    await load(identity.service.settings)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def directory(identity: ServiceUnderTest) -> None:
    """The shipped communes and groupings, loaded as a running service loads them."""
    await keep_places(identity.service.database)


@pytest.fixture(autouse=True)
def the_clock_is_right(identity: ServiceUnderTest) -> Iterator[None]:
    yield
    identity.clock.reset()


@pytest.fixture
def verified(identity: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, str]]:
    """What the hasher was asked to verify, in order."""
    seen: list[tuple[str | None, str]] = []
    verify = Hasher.verify

    async def watched(self: Hasher, known_hash: str | None, password: str) -> bool:
        seen.append((known_hash, password))
        return await verify(self, known_hash, password)

    monkeypatch.setattr(Hasher, "verify", watched)
    return seen

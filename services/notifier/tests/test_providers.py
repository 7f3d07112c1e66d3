"""Several mail servers: each its part, and none that is needed."""

from collections import Counter

import pytest
import pytest_asyncio
from postal.line import UnrulyLine

from kit.servers import Servers
from notifier.delivery.providers import Providers
from notifier.delivery.smtp import ProviderUnavailable


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def second(servers: Servers):
    between = UnrulyLine(servers.mailbox.smtp_port)
    await between.up()
    yield between
    await between.down()


async def taken(providers: Providers, times: int) -> Counter[int]:
    ports: Counter[int] = Counter()
    for _ in range(times):
        async with providers.line() as line:
            ports[line.provider.port] += 1
    return ports


@pytest.mark.requirement("NT-06")
async def test_each_has_its_part_by_weight(line: UnrulyLine, second: UnrulyLine):
    providers = Providers(f"{line.url}?weight=3, {second.url}", lines=2)

    ports = await taken(providers, 200)
    providers.close()

    assert set(ports) == {line.port, second.port}
    assert ports[line.port] > ports[second.port] > 10


@pytest.mark.requirement("NT-06")
async def test_the_spare_one_serves_only_when_the_other_is_gone(line: UnrulyLine, second: UnrulyLine):
    providers = Providers(f"{line.url},{second.url}?weight=0", lines=2)

    usual = await taken(providers, 20)
    await line.down()
    providers.close()
    without = await taken(providers, 5)
    open_while_one_answers = providers.breaker.is_open
    await second.down()
    providers.close()
    with pytest.raises(ProviderUnavailable):
        await taken(providers, 1)
    none = providers.breaker.is_open
    await line.up()
    await second.up()

    assert (set(usual), set(without)) == ({line.port}, {second.port})
    assert (open_while_one_answers, none) == (False, True)

"""The first visit on a telephone: what comes before a page can be read, as it is sent, weighs 100 kB at most, and nothing of it
moves once it is read."""

import pytest
from playwright.async_api import Page

from contracts.demo import CITIZEN, NEIGHBOUR
from kit.suite import RunningSuite

from .conftest import Arrives
from .people import Person

MOST = 100_000
READ_WITH = {"Document", "Stylesheet", "Script", "Font"}


@pytest.fixture(scope="module", params=[390])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("camille", account=CITIZEN, at=suite.portal(""), service_workers="block")


@pytest.fixture
async def jeanne(arrives: Arrives, suite: RunningSuite) -> Person:
    at = suite.portal("", organisation="tulettes")
    return await arrives("jeanne", account=NEIGHBOUR, at=at, service_workers="block")


async def weight(page: Page, path: str | None, person: Person) -> dict[str, int]:
    """Bytes on the wire by kind, nothing of it kept from before. Without a path: the page that is there, again."""
    session = await page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    bytes_of: dict[str, int] = {}
    session.on("Network.responseReceived", lambda told: kinds.__setitem__(told["requestId"], told["type"]))
    session.on(
        "Network.loadingFinished", lambda told: bytes_of.__setitem__(told["requestId"], told["encodedDataLength"])
    )
    await session.send("Network.enable")
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await (person.opens(path) if path else page.reload())
    await page.evaluate("document.fonts.ready.then(() => true)")
    await session.detach()
    found = dict.fromkeys(READ_WITH, 0)
    for request, kind in kinds.items():
        if kind in READ_WITH:
            found[kind] += bytes_of.get(request, 0)
    return found


# Every movement that nobody asked for, since the page began; told once it has been still for a moment.
SHIFTS = """() => new Promise((still) => {
  const told = [];
  let wait = setTimeout(() => still(told), 1000);
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (one.hadRecentInput) continue;
      told.push(`${one.value.toFixed(4)} ${one.sources.map(({node}) => node?.className || node?.nodeName).join(", ")}`);
      clearTimeout(wait);
      wait = setTimeout(() => still(told), 1000);
    }
  }).observe({ type: "layout-shift", buffered: true });
})"""
# Slow 4G, as Lighthouse has it: styles and fonts come one after the other.
SLOWLY = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}


async def movements(page: Page, path: str | None, person: Person) -> list[str]:
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await session.send("Network.emulateNetworkConditions", SLOWLY)
    await (person.opens(path) if path else page.reload())
    told = await page.evaluate(SHIFTS)
    await session.detach()
    return told


@pytest.mark.parametrize("path", ["/", "/demarches", "/mon-tableau-de-bord"])
async def test_nothing_of_a_page_moves_while_it_comes(camille: Person, path: str):
    assert await movements(camille.page, path, camille) == []


@pytest.mark.parametrize("path", ["/", "/demarches", "/mon-tableau-de-bord"])
async def test_a_page_is_light_at_the_first_visit(camille: Person, path: str):
    found = await weight(camille.page, path, camille)

    # All four came, or it was not the page that was weighed.
    assert all(found.values()), found
    assert sum(found.values()) <= MOST, found


async def test_a_step_is_light_as_well(jeanne: Person):
    await jeanne.opens("/demarches/signalement")
    again = jeanne.control("Recommencer depuis le début")
    await (again if await again.count() else jeanne.control("Commencer ma demande")).click()
    await jeanne.page.wait_for_url("**/etapes/**")

    found = await weight(jeanne.page, None, jeanne)

    assert all(found.values()), found
    assert sum(found.values()) <= MOST, found


async def test_nothing_of_a_step_moves_either(jeanne: Person):
    assert await movements(jeanne.page, None, jeanne) == []

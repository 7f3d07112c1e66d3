"""What an entrance answers by itself is counted: pages from memory, and whom it sends away."""

import pytest
from doorstep.house import House
from doorstep.serving import served
from prometheus_client import REGISTRY

from chassis.observe import Observe
from gateway.internal.main import create_app as create_internal
from gateway.internal.operations.entrances import INTERNAL, PUBLIC, entrances
from gateway.internal.operations.history import History
from gateway.internal.operations.objectives import OBJECTIVES, is_entrance, standing
from gateway.internal.operations.samples import Samples, between, read
from gateway.public.main import create_app

pytestmark = pytest.mark.requirement("SR-01")
LET_IN = next(one for one in OBJECTIVES if one.runbook == "turned-away")


def counted(answer: str) -> float:
    return REGISTRY.get_sample_value("parvis_entrance_answers_total", {"answer": answer}) or 0


@pytest.fixture
def before() -> dict[str, float]:
    return {answer: counted(answer) for answer in ("memory", "too-often", "too-large", "unavailable")}


def told(answers: int, **own: int) -> str:
    lines = [
        "# TYPE parvis_http_request_seconds histogram",
        f'parvis_http_request_seconds_count{{method="GET",route="/",status="2xx"}} {answers}',
        "# TYPE parvis_entrance_answers counter",
        *(f'parvis_entrance_answers_total{{answer="{name.replace("_", "-")}"}} {value}' for name, value in own.items()),
    ]
    return "\n".join(lines) + "\n"


async def test_pages_from_memory_and_floods_are_counted(house: House, before: dict[str, float]):
    door = create_app(house.settings(rate_limits=0.02))
    async with served(Observe(door, at_once=door.at_once)) as address:  # pyright: ignore[reportArgumentType]
        stranger = house.visit(house.town(), at=address)
        answers = [await stranger.get("/") for _ in range(8)]

    refused = [answer.status_code for answer in answers].count(429)
    assert refused
    assert counted("too-often") - before["too-often"] == refused
    assert counted("memory") - before["memory"] >= 1


async def test_a_service_that_is_away_is_counted_and_what_it_refuses_is_not(house: House, before: dict[str, float]):
    town = house.town()
    async with house.entrance(services=f"identity={house.urls['identity']},demarches=http://127.0.0.1:9") as address:
        away = await house.visit(town, at=address).get("/api/demarches/v1/catalogue")
    nowhere = await house.visit(town).get("/nothing-of-the-kind")

    assert (away.status_code, nowhere.status_code) == (503, 404)
    assert counted("unavailable") - before["unavailable"] == 1


async def test_what_is_too_large_is_counted_apart(house: House, before: dict[str, float]):
    visitor = house.visit(house.town())
    token = await visitor.token("/connexion")

    refused = await visitor.send_form("/connexion", {"password": "a" * 3_000_000}, token=token)

    assert refused.status_code == 413
    assert counted("too-large") - before["too-large"] == 1


def test_who_is_sent_away_uses_the_margin_and_a_large_file_does_not():
    first, then = read(told(100, too_often=1, too_large=1), 1000), read(told(200, too_often=11, too_large=50), 1010)

    figures = between(first, then)

    assert figures is not None
    assert figures.turned_away == pytest.approx(0.1)


async def test_the_objective_is_about_entrances_alone_and_burns():
    history = History()
    for at, sample in ((1000.0, told(100)), (1010.0, told(200, unavailable=10))):
        await history.take({PUBLIC: read(sample, at)}, at)

    found = standing(LET_IN, history, PUBLIC, 1010.0)

    assert (found.state, found.burning[0]) == ("problem", pytest.approx(20))
    assert [LET_IN.of(name) for name in (PUBLIC, INTERNAL, "demarches")] == [True, True, False]
    assert is_entrance(INTERNAL)


async def test_the_internal_entrance_asks_both_for_their_measures(house: House):
    samples = Samples(entrances(house.public))
    await samples.take()
    away = Samples(entrances("http://127.0.0.1:9"))
    await away.take()

    assert [name for name in samples.kept if samples.latest(name)] == [PUBLIC, INTERNAL]
    assert (away.latest(PUBLIC), away.latest(INTERNAL) is None) == (None, False)


async def test_both_are_on_the_page_of_objectives(house: House):
    async with house.entrance(create_internal, portal_measures_url=house.public) as address:
        browser = house.visit_agents(house.member_of(house.town(), "platform.operations.read"))
        browser.base_url = address
        page = await browser.get("/exploitation/objectifs")

    assert "Laisser entrer ceux qui viennent" in page.text
    assert "/exploitation/fiches/turned-away" in page.text

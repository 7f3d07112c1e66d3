"""What the operator closes on « Fonctions » is closed on the portals within two seconds, and open again as soon."""

import time

import pytest
from playwright.async_api import expect

from contracts.demo import PLATFORM_OPERATOR
from kit.suite import RunningSuite

from .conftest import Arrives
from .people import Person

SOON = 2.0


@pytest.fixture
async def felicite(arrives: Arrives) -> Person:
    return await arrives("felicite")


@pytest.fixture
async def visitor(arrives: Arrives) -> Person:
    return await arrives("visitor")


async def is_seen_within(person: Person, seconds: float, *, live: bool) -> None:
    until = time.monotonic() + seconds
    while True:
        begun = time.monotonic()
        await person.page.reload()
        if bool(await person.page.locator("form[data-questions]").count()) is live:
            return
        assert begun < until, "not yet"


@pytest.mark.requirement("SR-02")
async def test_questions_stay_with_continue_where_the_operator_closed_that_they_follow(
    felicite: Person, visitor: Person, suite: RunningSuite
):
    await visitor.opens(suite.portal("/demarches/acte-de-naissance", organisation="tulettes"))
    await visitor.presses("Commencer")
    await visitor.sees_title("Mes informations")
    await visitor.page.goto(visitor.page.url.replace("informations", "demande"))
    await expect(visitor.page.locator("form[data-questions]")).to_have_count(1)
    await felicite.signs_in(suite.console(""), PLATFORM_OPERATOR)
    await felicite.opens(suite.console("/identity/features"))
    await felicite.looks("fonctions")
    await felicite.presses("Questions qui suivent les réponses")

    try:
        await felicite.chooses("À des organisations nommées")
        await felicite.page.get_by_role("textbox", name="Organisations nommées").fill("plassans")
        await felicite.presses("Appliquer")
        await felicite.sees("est changée")
        await is_seen_within(visitor, SOON, live=False)
        await felicite.looks("fonction-nommees")
        await felicite.sees("Ouverte à 1 organisation")
    finally:
        await felicite.chooses("À tous")
        await felicite.presses("Appliquer")
        await felicite.sees("Ouverte à tous")
    await is_seen_within(visitor, SOON, live=True)

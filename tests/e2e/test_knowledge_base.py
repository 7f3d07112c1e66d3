"""What support publishes: a rubric that comes and goes with the season, an update for who has the product."""

from datetime import date, timedelta
from hashlib import sha256
from types import SimpleNamespace
from uuid import uuid4

import pytest

from contracts.demo import AGENT, NEIGHBOUR_AGENT, PLATFORM_OPERATOR
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes

HELP = "assistance"


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    mark = uuid4().hex[:6]
    return SimpleNamespace(name=f"Bascule de saison {mark}", slug=f"saison-{mark}")


@pytest.mark.requirement("TK-08")
async def test_a_rubric_is_shown_in_its_season(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace):
    felicite, visitor = (
        await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console("")),
        await arrives("visitor"),
    )
    await felicite.opens(suite.console("/ticketing/articles/rubriques/nouvelle"))
    await felicite.fills("Nom", story.name)
    await felicite.page.get_by_label("Gamme").select_option(label="Mairies")
    await felicite.fills("Adresse", story.slug)
    # A day on each side: midnight may pass meanwhile.
    for group, day in (("Montrée à partir du", _day(-1)), ("Montrée jusqu’au", _day(2))):
        await felicite.fills_date(group, day.day, day.month, day.year)
    await felicite.looks("base-rubrique")
    await felicite.presses("Enregistrer")
    await felicite.sees("La rubrique est enregistrée.")
    await felicite.looks("base-gammes")

    await visitor.opens(suite.portal("/documentation?gamme=mairies", organisation=HELP))
    await eventually(lambda: visitor.reloads_until(story.name), within=60, every=1)
    await visitor.looks("base-documentation")


@pytest.mark.requirement("TK-08")
async def test_and_no_longer_than_that(arrives: Arrives, story: SimpleNamespace):
    felicite, visitor = await arrives("felicite"), await arrives("visitor")
    await felicite.page.get_by_role("link", name=story.name).click()
    last = _day(-2)
    for group, day in (("Montrée à partir du", _day(-9)), ("Montrée jusqu’au", last)):
        await felicite.fills_date(group, day.day, day.month, day.year)
    await felicite.presses("Enregistrer")
    await felicite.sees("La rubrique est enregistrée.")

    await eventually(lambda: visitor.reloads_until(story.name, gone=True), within=60, every=1)


@pytest.mark.requirement("TK-08")
async def test_an_update_is_downloaded_by_who_has_the_product_alone(arrives: Arrives, suite: RunningSuite):
    adele = await arrives("adele", account=AGENT, at=suite.portal("", organisation=HELP))
    marc = await arrives("marc", account=NEIGHBOUR_AGENT, at=suite.portal("", organisation=HELP))
    for person in (adele, marc):
        await person.opens(suite.portal("/documentation/parvis-4-2", organisation=HELP))
        await person.sees_title("Parvis 4.2")
    await adele.looks("base-mise-a-jour")
    await marc.sees("Réservé aux collectivités qui ont ce produit")

    has, has_not = [await person.fetches("/documentation/parvis-4-2/fichier") for person in (adele, marc)]

    assert (has.status_code, has_not.status_code) == (200, 403)
    assert sha256(has.content).hexdigest() in await adele.reads()


def _day(from_now: int) -> date:
    return date.today() + timedelta(days=from_now)


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

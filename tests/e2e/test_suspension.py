"""The operator suspends a town's access: its people are out within seconds and are told so, and come back when it is
given back."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from contracts.demo import NEIGHBOUR, NEIGHBOUR_AGENT, PASSWORD, PLATFORM_OPERATOR, TULETTES
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

pytestmark = pytest.mark.requirement("ID-03")
WHY = "La convention n’est plus signée depuis le 30 juin."


@pytest_asyncio.fixture(scope="module", autouse=True, loop_scope="session")
async def others_find_the_town_as_it_was(suite: RunningSuite) -> AsyncIterator[None]:
    """However this story ends, those after it find the Tulettes served."""
    yield
    if suite.state is None:
        return
    connection = await asyncpg.connect(suite.admin_url("identity"))
    try:
        await connection.execute("update organisations set status = 'active' where id = $1", TULETTES.id)
    finally:
        await connection.close()


@pytest.fixture
async def felicite(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console(""))


@pytest.fixture
async def jeanne(arrives: Arrives, suite: RunningSuite) -> Person:
    """By a session of her own: it will end on the way."""
    known = await arrives("jeanne")
    if known.page.url == "about:blank":
        await known.signs_in(suite.portal("", organisation=TULETTES.slug), NEIGHBOUR)
    return known


@pytest.fixture
async def marc(arrives: Arrives, suite: RunningSuite) -> Person:
    known = await arrives("marc")
    if known.page.url == "about:blank":
        await known.signs_in(suite.console(""), NEIGHBOUR_AGENT)
    return known


async def tries_to_sign_in(marc: Person, suite: RunningSuite) -> None:
    await marc.opens(suite.console("/connexion"))
    await marc.fills("Votre organisation", NEIGHBOUR_AGENT.organisation.name)
    await marc.fills("Identifiant", NEIGHBOUR_AGENT.identifier)
    await marc.page.get_by_role("main").locator("input[type=password]").fill(PASSWORD)
    marc.eyes.expected = 403
    await marc.presses("Me connecter")


async def test_the_operator_is_told_what_a_suspension_does_and_says_why(
    felicite: Person, jeanne: Person, marc: Person, suite: RunningSuite
):
    await felicite.opens(suite.console(f"/identity/organisations/{TULETTES.id}"))
    await felicite.presses("Suspendre l’accès…")
    await felicite.sees("Rien n’est effacé")
    await felicite.looks("suspendre")

    await felicite.fills("Raison", WHY)
    await felicite.presses("Suspendre l’accès")

    await felicite.sees("est suspendu. Plus personne n’y est connecté.")
    await felicite.sees(WHY)
    await felicite.looks("organisation suspendue")


async def test_a_citizen_who_was_signed_in_reads_that_the_guichet_is_suspended(jeanne: Person):
    jeanne.eyes.expected = 403
    await eventually(lambda: jeanne.reloads_until("Ce guichet est suspendu."), every=0.5)

    await jeanne.opens("/mon-espace", expecting=403)
    await jeanne.sees("les délais de vos demandes continuent de courir")
    await jeanne.looks("guichet suspendu")
    await jeanne.opens("/donnees-personnelles")


async def test_a_member_is_out_and_is_told_why_they_do_not_come_in(marc: Person, suite: RunningSuite):
    async def is_out() -> bool:
        await marc.opens(suite.console("/"))
        return "/connexion" in marc.page.url

    await eventually(is_out, every=0.5)

    await tries_to_sign_in(marc, suite)

    await marc.sees("L’accès de cette organisation est suspendu.")
    await marc.looks("connexion refusée")


async def test_access_given_back_lets_everybody_in_again(
    felicite: Person, jeanne: Person, marc: Person, suite: RunningSuite
):
    await felicite.opens(suite.console(f"/identity/organisations/{TULETTES.id}"))
    await felicite.presses("Rétablir l’accès")
    await felicite.sees("est rétabli. Chacun peut se reconnecter.")

    jeanne.eyes.expected = 403
    await eventually(lambda: jeanne.reloads_until("Ce guichet est suspendu.", gone=True), every=0.5)
    await jeanne.signs_in(suite.portal("", organisation=TULETTES.slug), NEIGHBOUR)
    await marc.signs_in(suite.console(""), NEIGHBOUR_AGENT)
    await marc.sees("Marc")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

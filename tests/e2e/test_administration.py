"""Who looks after the town's accounts, and who opens its portal to the public."""

import pytest
from playwright.async_api import expect

from contracts.demo import ADMINISTRATOR, AGENT, CCAS, PLATFORM_OPERATOR
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person


@pytest.mark.requirement("ID-05")
async def test_the_administrator_sees_the_members_of_the_town(arrives: Arrives, suite: RunningSuite):
    silvere = await arrives("silvere", account=ADMINISTRATOR, at=suite.console(""))
    await silvere.opens(suite.console("/identity/members"))

    await silvere.sees_title("Membres de votre collectivité")
    for name in ("Sicardot Adèle", "Granoux Eugène", "Mouret Silvère"):
        await silvere.sees(name)
    assert "Roudier" not in await silvere.reads()
    await silvere.looks("membres")


@pytest.mark.requirement("ID-10")
async def test_the_administrator_sees_what_a_member_may_do(arrives: Arrives):
    silvere = await arrives("silvere")
    await silvere.page.get_by_role("link", name="Sicardot Adèle").click()

    await silvere.sees_title(f"{AGENT.given_name} {AGENT.family_name}")
    row = silvere.page.get_by_role("row", name="Décider des demandes")
    await expect(row).to_contain_text("Attribuée")
    await silvere.looks("membre")


@pytest.mark.requirement("GW-01")
async def test_the_contrast_of_a_colour_is_told_while_it_is_typed(arrives: Arrives, suite: RunningSuite):
    silvere = await arrives("silvere")
    await silvere.opens(suite.console("/identity/guichet?onglet=theme"))

    await silvere.page.locator("#champ-colour").fill("#ffee55")

    await expect(silvere.page.locator("[data-tries]")).to_contain_text("Trop pâle")
    await silvere.looks("guichet-couleur")


@pytest.mark.requirement("ID-22")
async def test_a_new_telephone_number_is_everywhere_at_once(arrives: Arrives, suite: RunningSuite, width: int):
    silvere, visitor = await arrives("silvere"), await arrives("visitor")
    number = f"04 42 00 {width % 90 + 10} 51"
    await silvere.opens(suite.console("/identity/guichet"))
    await silvere.looks("guichet")
    await silvere.page.get_by_label("Téléphone", exact=True).fill(number)
    await silvere.presses("Enregistrer")
    await silvere.looks("guichet-a-publier")
    preview = await silvere.page.get_by_role("link", name="Afficher").first.get_attribute("href")
    await visitor.opens(suite.portal())
    assert number not in await visitor.page.get_by_role("contentinfo").inner_text()
    curious = await arrives("curious")
    await curious.opens(preview or "")
    await curious.sees("Aperçu : ces réglages ne sont pas publiés")
    assert number in await curious.page.get_by_role("contentinfo").inner_text()
    await curious.looks("apercu")
    await silvere.presses("Publier")
    await silvere.sees("Publié. Toutes vos pages le montrent dès maintenant.")

    async def shown() -> bool:
        await visitor.opens(suite.portal())
        return number in await visitor.page.get_by_role("contentinfo").inner_text()

    await eventually(shown, every=0.5)


@pytest.mark.requirement("ID-23")
async def test_the_operator_closes_a_portal_and_the_public_finds_it_closed(arrives: Arrives, suite: RunningSuite):
    felicite, visitor = (
        await arrives("felicite", account=PLATFORM_OPERATOR, at=suite.console("")),
        await arrives("visitor"),
    )
    await visitor.opens(suite.portal("/demarches", organisation=CCAS.slug))
    await visitor.sees("Portage de repas à domicile")
    await felicite.opens(suite.console("/identity/organisations"))
    await felicite.looks("organisations")
    await felicite.page.get_by_role("row", name=CCAS.name).get_by_role("link", name="Fermer").click()
    await felicite.sees("ne sera plus visible que de ses membres")
    await felicite.looks("guichet-fermeture")
    await felicite.presses("Fermer le guichet")
    await expect(felicite.page.get_by_role("row", name=CCAS.name)).to_contain_text("Fermé au public")

    await eventually(lambda: _stands(visitor, suite, open_=False), every=0.5)
    await visitor.sees("Ce guichet n’est pas encore ouvert.")
    assert "mal écrite" not in await visitor.reads()
    await visitor.looks("guichet-ferme")


@pytest.mark.requirement("ID-23")
@pytest.mark.requirement("SR-02")
async def test_the_operator_opens_it_again(arrives: Arrives, suite: RunningSuite):
    felicite, visitor = await arrives("felicite"), await arrives("visitor")
    await felicite.opens(suite.console("/identity/organisations"))
    await felicite.page.get_by_role("row", name=CCAS.name).get_by_role("button", name="Activer le guichet").click()
    await expect(felicite.page.get_by_role("row", name=CCAS.name)).to_contain_text("Ouvert au public")

    await eventually(lambda: _stands(visitor, suite, open_=True), every=0.5)


async def _stands(visitor: Person, suite: RunningSuite, *, open_: bool) -> bool:
    visitor.eyes.expected = 404
    response = await visitor.page.goto(suite.portal(organisation=CCAS.slug))
    assert response is not None
    return response.status == (200 if open_ else 404)


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

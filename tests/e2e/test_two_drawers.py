"""Jeanne and Marc share a phone, both signed in: what the network left of hers is neither shown to him nor sent by him, and his
signing out takes nothing of it."""

import re

import pytest
from playwright.async_api import Request, expect

from contracts.demo import NEIGHBOUR, NEIGHBOUR_AGENT, PASSWORD
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .people import Person

pytestmark = [pytest.mark.requirement("GW-03"), pytest.mark.requirement("ID-11")]
WHAT = "Le banc du lavoir est cassé"
KEPT = """async () => {
  const open = indexedDB.open("parvis-hors-ligne");
  const base = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const asked = base.transaction("kept").objectStore("kept").count();
  const found = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  base.close();
  return found;
}"""
DRAFTS = re.compile("/brouillon$")


@pytest.fixture(scope="module", params=[390])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
async def phone(arrives: Arrives, suite: RunningSuite) -> Person:
    person = await arrives("téléphone")
    if person.page.url == "about:blank":
        await person.signs_in(suite.portal("", organisation="tulettes"), NEIGHBOUR)
    return person


async def keeps(phone: Person, how_many: int) -> bool:
    return await phone.page.evaluate(KEPT) == how_many


async def changes_to(phone: Person, name: str) -> None:
    await phone.opens("/comptes")
    await phone.presses(f"Utiliser le compte de {name}")
    await phone.sees("Vous utilisez maintenant le compte de")


async def test_what_the_network_left_of_hers_waits_on_the_phone(phone: Person, suite: RunningSuite):
    await phone.opens("/comptes/ajout")
    await phone.fills("Identifiant", NEIGHBOUR_AGENT.identifier)
    await phone.page.get_by_role("main").locator("input[type=password]").fill(PASSWORD)
    await phone.presses("Me connecter")
    await expect(phone.page).not_to_have_url(re.compile("/connexion"))
    await changes_to(phone, "Jeanne")
    await phone.opens("/demarches/signalement")
    again = phone.control("Recommencer depuis le début")
    await (again if await again.count() else phone.control("Commencer ma demande")).click()
    await expect(phone.page.get_by_label("Décrivez le problème")).to_be_visible()
    await phone.context.route(DRAFTS, lambda route: route.abort())
    await phone.fills("Décrivez le problème", WHAT)

    assert await eventually(lambda: keeps(phone, 1))


async def test_he_neither_sends_nor_sees_it(phone: Person):
    step, sent = phone.page.url, list[Request]()
    await changes_to(phone, "Marc")
    await phone.context.unroute(DRAFTS)
    phone.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    async with phone.page.expect_response(re.compile("/hors-connexion/etat$")):
        await phone.opens("/demarches")
    await phone.context.set_offline(True)
    await phone.page.goto(step)

    await phone.sees("Rien n’attend d’être envoyé.")
    await phone.looks("deux-tiroirs-hors-connexion")
    assert WHAT not in await phone.reads()
    assert await phone.page.get_by_label("Décrivez le problème").count() == 0
    assert sent == []
    await phone.context.set_offline(False)


async def test_his_signing_out_takes_nothing_of_hers_and_it_goes_once_she_is_back(phone: Person):
    await phone.opens("/comptes")
    await phone.presses("Me déconnecter de ce compte")
    await phone.sees("Vous utilisez maintenant celui de Jeanne")
    assert await eventually(lambda: keeps(phone, 0))
    await phone.opens("/demarches/signalement")
    await phone.presses("Reprendre ma demande")

    await expect(phone.page.get_by_label("Décrivez le problème")).to_have_value(WHAT)


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

"""A street without network: what Jeanne types and photographs waits on her phone, nobody reads it there, and it goes once."""

from types import SimpleNamespace

import pytest
from playwright.async_api import Error, expect

from contracts.demo import NEIGHBOUR
from kit.eventually import eventually
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .papers import a_shot
from .people import Person

pytestmark = pytest.mark.requirement("GW-03")
OFFLINE = "Vous êtes hors connexion : votre saisie est gardée sur cet appareil"
WHERE, WHAT = "Devant le lavoir", "Le tuyau fuit depuis lundi"
# Everything that this browser keeps for the portal, as whoever opens its files would find it.
READABLE = """async () => {
  const open = indexedDB.open("parvis-hors-ligne");
  const base = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const all = (store) => new Promise((done) => {
    const asked = base.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const [keys, kept] = base.objectStoreNames.length ? [await all("keys"), await all("kept")] : [[], []];
  base.close();
  const text = (bytes) => new TextDecoder("latin1").decode(bytes);
  const drawers = kept.map((one) => JSON.stringify(one) + text(one.told.bytes) + (one.file ? text(one.file.bytes) : ""));
  const pages = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) pages.push(request.url + await (await cache.match(request)).text());
  }
  const exported = await Promise.all(keys.map(({ key }) => crypto.subtle.exportKey("raw", key).then(() => true, () => false)));
  return { kept: kept.length, keys: keys.length, exported, drawers: drawers.join(), pages: pages.join() };
}"""


@pytest.fixture(scope="module", params=[390])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def story() -> SimpleNamespace:
    return SimpleNamespace(home="")


@pytest.fixture
async def jeanne(arrives: Arrives, suite: RunningSuite, story: SimpleNamespace) -> Person:
    """At two devices; signed in by the form, since signing out is part of the story."""
    return await _at(arrives, suite, "jeanne")


@pytest.fixture
async def her_computer(arrives: Arrives, suite: RunningSuite) -> Person:
    return await _at(arrives, suite, "ordinateur")


async def _at(arrives: Arrives, suite: RunningSuite, device: str) -> Person:
    person = await arrives(device)
    if person.page.url == "about:blank":
        await person.signs_in(suite.portal("", organisation="tulettes"), NEIGHBOUR)
    return person


async def is_prepared(person: Person) -> bool:
    """The page for want of network is there, and the worker that shows it has this page."""
    ready = "async () => Boolean(navigator.serviceWorker.controller && await caches.match('/hors-connexion'))"
    return await person.page.evaluate(ready)


async def unplugged(person: Person) -> None:
    assert await eventually(lambda: is_prepared(person))
    await person.context.set_offline(True)


async def plugged_again(person: Person) -> None:
    # Also of one's own: a state that arrived while its answer did not is asked about (409), then gone over.
    person.eyes.expected = 409
    await person.context.set_offline(False)


async def is_told(person: Person) -> None:
    await expect(person.page.locator("[data-kept-says]")).to_be_visible()
    await person.sees(OFFLINE)


async def kept(person: Person) -> int:
    return (await person.page.evaluate(READABLE))["kept"]


async def has_sent_all(person: Person) -> bool:
    try:
        return await kept(person) == 0
    except Error:  # The page was loading itself anew in that moment.
        return False


async def typed(person: Person, label: str) -> str:
    return await person.page.get_by_label(label, exact=False).first.input_value()


async def test_what_she_types_without_network_is_kept_and_said(jeanne: Person, suite: RunningSuite):
    await jeanne.opens(suite.portal("/demarches/signalement", organisation="tulettes"))
    again = jeanne.control("Recommencer depuis le début")
    await (again if await again.count() else jeanne.control("Commencer ma demande")).click()
    await expect(jeanne.page.get_by_label("Où exactement ?")).to_be_visible()
    await unplugged(jeanne)
    await jeanne.fills("Où exactement ?", WHERE)
    await jeanne.fills("Décrivez le problème", WHAT)

    await is_told(jeanne)
    await jeanne.looks("hors-connexion-saisie")
    await jeanne.presses("Continuer vers")
    assert await typed(jeanne, "Où exactement ?") == WHERE


async def test_nobody_reads_it_on_her_phone(jeanne: Person):
    found = await jeanne.page.evaluate(READABLE)

    assert (found["kept"], found["keys"], found["exported"]) == (1, 1, [False])
    assert WHERE not in found["drawers"]
    assert "Hors connexion" in found["pages"]
    for personal in ("Jeanne", "Coste", WHERE):
        assert personal not in found["pages"], personal


async def test_the_step_opens_again_without_network_and_other_pages_say_that_they_do_not(jeanne: Person):
    step = jeanne.page.url
    await jeanne.page.reload()
    await expect(jeanne.page.get_by_label("Où exactement ?")).to_have_value(WHERE)
    await is_told(jeanne)
    await jeanne.fills("Où exactement ?", f"{WHERE}, côté place")
    await jeanne.looks("hors-connexion-etape-rouverte")
    await jeanne.page.goto(step.split("/demandes/")[0] + "/mes-demandes")

    await jeanne.sees("Cette page demande une connexion")
    await jeanne.sees("Signaler un problème dans une rue des Tulettes")
    await jeanne.looks("hors-connexion-autre-page")
    await jeanne.page.goto(step)
    await expect(jeanne.page.get_by_label("Où exactement ?")).to_have_value(f"{WHERE}, côté place")


async def test_with_the_network_it_goes_and_the_page_is_the_real_one_again(jeanne: Person, story: SimpleNamespace):
    story.step = jeanne.page.url
    await plugged_again(jeanne)

    await expect(jeanne.page.locator("[data-kept-sent]")).to_be_visible()
    await expect(jeanne.page.get_by_label("Où exactement ?")).to_have_value(f"{WHERE}, côté place")
    assert await eventually(lambda: has_sent_all(jeanne))
    await jeanne.looks("hors-connexion-envoye")


async def test_a_step_changed_elsewhere_meanwhile_is_told_and_she_chooses(
    jeanne: Person, her_computer: Person, story: SimpleNamespace
):
    await unplugged(jeanne)
    await jeanne.fills("Où exactement ?", "Rue du Four")
    await is_told(jeanne)
    await her_computer.opens(story.step)
    await her_computer.fills("Où exactement ?", "Rue Haute")
    await her_computer.sees("Enregistré à")
    await plugged_again(jeanne)

    await jeanne.sees("Cette étape a été modifiée ailleurs entre-temps")
    await jeanne.sees("« Rue du Four » sur cet appareil, « Rue Haute » dans cette page")
    await expect(jeanne.page.get_by_label("Où exactement ?")).to_have_value("Rue Haute")
    await jeanne.looks("hors-connexion-deux-saisies")
    await jeanne.presses("Garder ma saisie de cet appareil")
    await expect(jeanne.page.get_by_label("Où exactement ?")).to_have_value("Rue du Four")
    assert await kept(jeanne) == 0


async def test_a_page_left_open_elsewhere_writes_nothing_over_hers_and_keeps_what_is_typed_there(
    jeanne: Person, her_computer: Person
):
    await her_computer.fills("Où exactement ?", "Rue Neuve")

    await her_computer.sees("« Rue Neuve » sur cet appareil, « Rue du Four » dans cette page")
    await jeanne.page.reload()
    await expect(jeanne.page.get_by_label("Où exactement ?")).to_have_value("Rue du Four")
    await her_computer.presses("Garder ce qui est enregistré")
    await expect(her_computer.page.locator("[data-conflicts]")).to_have_count(0)
    await expect(her_computer.page.get_by_label("Où exactement ?")).to_have_value("Rue du Four")
    assert await kept(her_computer) == 0


async def test_back_at_a_step_that_she_sent_herself_is_nobody_elses_change(jeanne: Person):
    await jeanne.chooses("Éclairage public en panne")
    await jeanne.chooses("Non", of="Y a-t-il un danger immédiat ?")
    await jeanne.presses("Continuer vers")
    await jeanne.sees_title("Mes informations")
    await jeanne.page.go_back()
    await jeanne.fills("Décrivez le problème", "Le tuyau fuit depuis dimanche")

    await jeanne.sees("Enregistré à")
    await expect(jeanne.page.locator("[data-conflicts]")).to_have_count(0)


async def test_a_photo_taken_without_network_is_joined_once(jeanne: Person):
    await jeanne.presses("Continuer vers")
    await jeanne.sees_title("Mes informations")
    await jeanne.presses("Continuer vers")
    await jeanne.sees_title("Mes pièces")
    await unplugged(jeanne)
    await jeanne.page.locator("input[type=file]").first.set_input_files([a_shot("lavoir")])
    await jeanne.sees("Gardé sur cet appareil : sera joint au retour du réseau")
    await jeanne.looks("hors-connexion-photo")
    found = await jeanne.page.evaluate(READABLE)
    assert found["kept"] == 1
    assert "lavoir" not in found["drawers"]
    assert "JFIF" not in found["drawers"]

    await plugged_again(jeanne)

    documents = jeanne.page.locator(".documents")
    await expect(documents.get_by_text("lavoir.jpg")).to_have_count(1)
    assert await eventually(lambda: has_sent_all(jeanne))
    await jeanne.page.reload()
    await expect(documents.get_by_text("lavoir.jpg")).to_have_count(1)


async def test_signing_out_leaves_nothing_on_the_phone(jeanne: Person, story: SimpleNamespace):
    await jeanne.opens(story.step)
    await unplugged(jeanne)
    await jeanne.fills("Décrivez le problème", "Il fuit toujours")
    await is_told(jeanne)
    asked: list[str] = []

    async def answers(dialog: object) -> None:
        asked.append(dialog.message)  # pyright: ignore[reportAttributeAccessIssue]
        await dialog.accept()  # pyright: ignore[reportAttributeAccessIssue]

    jeanne.page.once("dialog", answers)
    await jeanne.page.get_by_role("banner").locator("details.menu summary").click()
    await jeanne.page.get_by_role("button", name="Me déconnecter").click()

    await jeanne.sees("Cette page demande une connexion")
    found = await jeanne.page.evaluate(READABLE)
    assert (found["kept"], found["keys"], len(asked)) == (0, 0, 1)
    assert "n’est pas encore envoyé (1)" in asked[0]


async def test_signed_out_everywhere_from_her_computer_her_phone_forgets_at_the_next_contact(
    jeanne: Person, her_computer: Person, suite: RunningSuite, story: SimpleNamespace
):
    await jeanne.context.set_offline(False)
    await jeanne.opens(story.step)
    await unplugged(jeanne)
    await jeanne.fills("Décrivez le problème", "Il fuit encore")
    await is_told(jeanne)
    await her_computer.opens("/mon-profil/sessions")
    await her_computer.presses("Me déconnecter partout")
    await her_computer.sees("Me connecter")
    jeanne.eyes.expected = 401

    await jeanne.context.set_offline(False)

    assert await eventually(lambda: has_sent_all(jeanne))
    assert (await jeanne.page.evaluate(READABLE))["keys"] == 0


async def test_signing_out_once_all_is_sent_leaves_no_key_either(
    jeanne: Person, suite: RunningSuite, story: SimpleNamespace
):
    await jeanne.signs_in(suite.portal("", organisation="tulettes"), NEIGHBOUR)
    await jeanne.opens(story.step)
    await unplugged(jeanne)
    await jeanne.fills("Décrivez le problème", "Il ne fuit plus")
    await is_told(jeanne)
    await plugged_again(jeanne)
    assert await eventually(lambda: has_sent_all(jeanne))
    assert (await jeanne.page.evaluate(READABLE))["keys"] == 1

    await jeanne.page.get_by_role("banner").locator("details.menu summary").click()
    await jeanne.page.get_by_role("button", name="Me déconnecter").click()
    await jeanne.sees("Me connecter")

    assert (await jeanne.page.evaluate(READABLE))["keys"] == 0


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

"""What goes wrong between the first answer and the number: nothing that was typed is lost, and what is sent is sent once."""

import json
import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from contracts.demo import AGENT, CITIZEN, DemoAccount
from kit.suite import RunningSuite

from .conftest import Arrives
from .eyes import Eyes
from .papers import a_scan
from .people import Person

ME = {"kind": "person", "id": "applicant", "label": "Vous", "required": True, "parts": ["family_name", "given_names"]}
FOR = {
    "kind": "choice",
    "id": "purpose",
    "label": "Vous demandez pour",
    "required": True,
    "options": [{"value": "self", "label": "Moi-même"}, {"value": "club", "label": "Une association"}],
}
SHARE = {"expression": "double(cost) / double(people)", "format": "amount"}
REQUEST = [
    {"kind": "long_text", "id": "wish", "label": "Votre demande", "required": True, "max_length": 300},
    {"kind": "household_member", "id": "child", "label": "L’enfant concerné"},
    {"kind": "iban", "id": "iban", "label": "IBAN"},
    {"kind": "date", "id": "day", "label": "Date souhaitée"},
    {"kind": "amount", "id": "cost", "label": "Coût"},
    {"kind": "number", "id": "people", "label": "Nombre de personnes"},
    {"kind": "computed", "id": "share", "label": "Part de chacun", **SHARE},
    {"kind": "phone", "id": "phone", "label": "Téléphone"},
    FOR,
]
PIECES = [
    {"kind": "piece", "id": kind, "type": kind, "label": label, "show_if": f"purpose == '{purpose}'"}
    for kind, label, purpose in (("identity", "Justificatif", "self"), ("statutes", "Statuts", "club"))
]


def a_file() -> str:
    """As another authority would have exported it."""
    steps = [
        {"id": "me", "title": "Mes informations", "items": [ME]},
        {"id": "request", "title": "Ma demande", "items": REQUEST},
        {"id": "pieces", "title": "Mes pièces", "items": PIECES},
    ]
    content = {
        "title": "",
        "summary": "La commune prête des tables.",
        "department_id": str(uuid4()),
        "form": {"steps": steps},
        "clock": {"silence": "acceptance", "months": 2, "articles": ["CRPA L231-1"]},
        "texts": {"what_you_get": "Des tables, pour un jour."},
        "applicant": {"step": "me", "person": "applicant"},
    }
    return json.dumps({"format": "parvis-definition-1", "content": content})


@pytest.fixture(scope="module")
def story(width: int) -> SimpleNamespace:
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex[:6])
    return SimpleNamespace(title=f"Prêt de tables {uuid4().hex[:6]}", child=f"Passagère {letters.title()}")


@pytest.fixture
async def camille(arrives: Arrives, suite: RunningSuite) -> Person:
    """A browser of her own: its cookies are lost in this story."""
    return await arrives("camille", account=CITIZEN, at=suite.portal(""))


@pytest.fixture
async def adele(arrives: Arrives, suite: RunningSuite) -> Person:
    return await arrives("adele", account=AGENT, at=suite.console(""))


async def forgets(person: Person) -> None:
    """The browser was closed, or told to forget: the session's cookie has gone."""
    await person.context.clear_cookies(name=re.compile("_session$"))


async def in_another_tab(person: Person) -> Person:
    page = await person.context.new_page()
    person.eyes.listen(page)
    return Person(page, person.eyes, person.suite)


async def signs_in_beside(person: Person, entrance: str, account: DemoAccount) -> None:
    """In another tab, which is closed again: the page that was open knows nothing of it."""
    beside = await in_another_tab(person)
    await beside.signs_in(entrance, account)
    await beside.page.close()


async def writes(person: Person, wish: str) -> None:
    await person.fills("Votre demande", wish)


async def wish_of(person: Person) -> str:
    return await person.page.get_by_label("Votre demande").input_value()


@pytest.mark.requirement("DM-17")
async def test_an_agent_offers_it_from_a_file(adele: Person, suite: RunningSuite, story: SimpleNamespace):
    await adele.opens(suite.console("/demarches/definitions"))
    await adele.fills("Titre", story.title)
    await adele.page.get_by_role("combobox", name="Thème").select_option(index=1)
    await adele.page.get_by_role("combobox", name="Service").select_option("Service Voirie et espaces publics")
    await adele.page.get_by_text("Partir d’un fichier exporté").click()
    await adele.fills("Contenu du fichier", a_file())
    await adele.presses("Créer la démarche")
    await adele.sees_title(story.title)
    story.editor = re.sub(r"/[a-z]+(\?.*)?$", "", adele.page.url)
    await adele.opens(f"{story.editor}/publication")
    await adele.presses("Publier la démarche")

    await adele.sees("La nouvelle version est en vigueur.")
    story.address = "/demarches/" + story.title.lower().replace("ê", "e").replace(" ", "-")


@pytest.mark.requirement("DM-08")
async def test_a_cookie_lost_in_the_middle_of_a_step_loses_nothing(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    await camille.opens(suite.portal("/mon-foyer/ajouter"))
    await camille.chooses("Mon enfant")
    await camille.fills("Prénoms", story.child)
    await camille.fills("Nom de naissance", "Rougon")
    await camille.fills_date("Date de naissance", 12, 3, 2019)
    await camille.presses("Ajouter à mon foyer")
    await camille.opens(suite.portal(story.address))
    await camille.presses("Commencer ma demande")
    await camille.fills("Nom de naissance", "Rougon")
    await camille.fills("Prénoms", "Camille")
    await camille.presses("Continuer vers")
    await camille.sees_title("Ma demande")
    story.step = camille.page.url
    camille.eyes.expected = 401
    await writes(camille, "Vingt minutes de saisie")
    await forgets(camille)
    await camille.presses("Continuer vers")
    await camille.sees("Rien de ce que vous avez saisi n’est perdu.")
    await camille.looks("cookie-perdu")

    await signs_in_beside(camille, suite.portal(""), CITIZEN)
    camille.eyes.expected = 422
    await camille.presses("Je suis connecté")

    await camille.sees_title("Ma demande")
    assert await wish_of(camille) == "Vingt minutes de saisie"
    await camille.opens(story.step)
    assert await wish_of(camille) == "Vingt minutes de saisie"


@pytest.mark.requirement("DM-08")
async def test_signing_in_anew_beside_the_page_loses_nothing_either(camille: Person, suite: RunningSuite):
    async with camille.page.expect_response(re.compile("/brouillon$")):
        await writes(camille, "Deux tables")
    await forgets(camille)
    await signs_in_beside(camille, suite.portal(""), CITIZEN)
    camille.eyes.expected = 401
    await camille.presses("Continuer vers")
    await camille.sees("Vous vous êtes reconnecté depuis que cette page est ouverte.")
    await camille.looks("reconnectee-a-cote")
    camille.eyes.expected = 422
    await camille.presses("Reprendre")

    await camille.sees_title("Ma demande")
    assert await wish_of(camille) == "Deux tables"


@pytest.mark.requirement("DM-05")
async def test_what_is_pasted_too_long_stays_whole_and_is_told(camille: Person, story: SimpleNamespace):
    await camille.opens(story.step)
    await writes(camille, "x" * 50_000)
    await camille.sees("49 700 caractères de trop")
    camille.eyes.expected = 422
    await camille.presses("Continuer vers")

    await camille.sees("Raccourcissez « Votre demande » : 300 caractères au plus, vous en avez saisi 50\u202f000.")
    assert len(await wish_of(camille)) == 50_000


@pytest.mark.requirement("DM-05")
async def test_people_type_as_people_do(camille: Person, story: SimpleNamespace):
    await camille.opens(story.step)
    await writes(camille, "Deux tables 🪑 مرحبا بكم")
    await camille.chooses(story.child)
    await camille.fills("IBAN", "fr76 3000 6000 0112 3456 7890 189")
    await camille.fills("Coût", "1\u202f234,56")
    await camille.fills("Nombre de personnes", "0")
    await camille.fills("Téléphone", "+33(0)6 12 34 56 78")
    await camille.fills_date("Date souhaitée", 29, 2, 2023)
    await camille.chooses("Moi-même")
    camille.eyes.expected = 422
    await camille.presses("Continuer vers")
    await camille.sees("Cette date n’existe pas dans le calendrier.")
    await camille.looks("date-impossible")
    await camille.fills_date("Date souhaitée", 28, 2, 2027)
    camille.eyes.expected = 200
    await camille.presses("Continuer vers")
    await camille.sees_title("Mes pièces")
    await camille.joins("Justificatif", a_scan("justificatif"))
    await camille.presses("Continuer vers")

    await camille.sees_title("Le récapitulatif")
    said = await camille.reads()
    for shown in ("FR76 3000 6000 0112 3456 7890 189", "1 234,56 €", "06 12 34 56 78", "28 février 2027", "مرحبا بكم"):
        assert shown in said, shown


@pytest.mark.requirement("ID-21")
async def test_who_left_the_household_meanwhile_stays_as_chosen(
    camille: Person, suite: RunningSuite, story: SimpleNamespace
):
    beside = await in_another_tab(camille)
    await beside.opens(suite.portal("/mon-foyer"))
    await beside.page.get_by_role("link", name=f"Retirer {story.child}").click()
    await beside.presses("Retirer de mon foyer")
    await expect(beside.page.get_by_role("heading", name=story.child)).to_have_count(0)
    await beside.page.close()
    await camille.page.reload()

    await camille.sees(story.child)


@pytest.mark.requirement("DM-07")
async def test_another_answer_asks_for_another_paper_and_says_what_to_do_with_the_first(
    camille: Person, story: SimpleNamespace
):
    recap = camille.page.url
    await camille.opens(story.step)
    await expect(camille.page.get_by_label("Prénoms").first).to_have_value(story.child)
    await camille.chooses("Une association")
    await camille.presses("Continuer vers")
    await camille.sees("Pièces qui ne sont plus demandées")
    await camille.looks("piece-plus-demandee")
    await camille.opens(recap)
    await camille.sees("Il manque : Statuts.")
    await camille.sees("une pièce qui n’est plus demandée : Justificatif")
    camille.eyes.expected = 422
    await camille.presses("Envoyer ma demande")
    await camille.sees("Il manque des pièces obligatoires.")
    await camille.looks("recapitulatif-piece-manquante")
    camille.eyes.expected = 200
    await camille.page.get_by_role("link", name="Ajoutez : Statuts.").click()

    await camille.sees_title("Mes pièces")
    await camille.presses("Retirer")
    await expect(camille.page.get_by_text("Pièces qui ne sont plus demandées")).to_have_count(0)
    await camille.joins("Statuts", a_scan("statuts"))


@pytest.mark.requirement("DM-08")
async def test_the_same_step_in_two_tabs_is_told_and_chosen(camille: Person, story: SimpleNamespace):
    beside = await in_another_tab(camille)
    for tab in (camille, beside):
        await tab.opens(story.step)
    async with beside.page.expect_response(re.compile("/brouillon$")):
        await writes(beside, "Trois tables")
    camille.eyes.expected = 409
    await writes(camille, "Quatre tables")

    await camille.sees("Cette étape a été modifiée ailleurs")
    await camille.looks("deux-onglets")
    await camille.presses("Garder ma saisie de cet appareil")
    await expect(camille.page.get_by_label("Votre demande")).to_have_value("Quatre tables")
    camille.eyes.expected = 200
    await beside.page.close()
    await camille.presses("Continuer vers")
    await camille.presses("Continuer vers")
    await camille.sees("Quatre tables")


@pytest.mark.requirement("DM-09")
async def test_a_double_click_sends_once_and_back_never_sends_again(camille: Person, story: SimpleNamespace):
    await camille.control("Envoyer ma demande").dblclick(no_wait_after=True)
    await camille.sees_title("Votre demande est envoyée")
    reference = story.reference = await camille.reads_reference()
    await camille.page.go_back()
    await camille.sees(reference)
    await camille.sees("Reçue")

    await camille.opens(story.step)
    assert "/mes-demandes/" in camille.page.url
    await camille.sees(reference)


@pytest.mark.requirement("DM-16")
async def test_what_an_agent_typed_outlives_the_session(adele: Person, suite: RunningSuite, story: SimpleNamespace):
    await adele.opens(suite.console("/demarches/"))
    await adele.page.get_by_role("row", name=story.reference).get_by_role("link").first.click()
    await adele.sees_title(story.reference)
    await adele.fills("Message au demandeur", "Un quart d’heure de réponse")
    await forgets(adele)
    adele.eyes.expected = 401
    await adele.presses("Envoyer le message")
    await adele.sees("Rien de ce que vous avez saisi n’est perdu.")
    await adele.looks("agent-session-finie")

    await signs_in_beside(adele, suite.console(""), AGENT)
    adele.eyes.expected = 409
    await adele.presses("Je suis connecté : reprendre")
    await adele.sees("Rien n’a encore été envoyé.")
    await adele.looks("agent-reprend")
    adele.eyes.expected = 200
    await adele.presses("Envoyer ce que j’avais saisi")

    await adele.sees_title(story.reference)
    await adele.sees("Un quart d’heure de réponse")


@pytest.mark.requirement("DM-17")
async def test_it_is_withdrawn(adele: Person, story: SimpleNamespace):
    await adele.opens(f"{story.editor}/publication")
    for _ in range(2):
        await adele.presses("Ne plus proposer cette démarche")

    await adele.sees("La démarche n’est plus proposée.")


async def test_nothing_shocked_on_the_way(eyes: Eyes):
    assert "\n".join(eyes.faults) == ""

"""A démarche that the town wrote in French alone, on a reader's English pages: its words are said to be French."""

import re
from typing import Any
from uuid import uuid4

import pytest
from doorstep.browser import Browser
from doorstep.house import House

pytestmark = pytest.mark.requirement("GW-03")
FORM = {
    "steps": [{"id": "demande", "title": "Ma demande", "items": [{"kind": "text", "id": "where", "label": "Où ?"}]}]
}
STEPS = [
    {"id": "demande", "title": "Ma demande", "help": "", "complete": True, "pieces": False},
    {"id": "pieces", "title": "Mes pièces", "help": "", "complete": True, "pieces": True},
]
WANTED = [{"type": "photo", "label": "Photo du lieu", "help": "De jour.", "mandatory": True}]


NAMED_IN_THE_STEPPER = re.compile(r'<(a href="[^"]*"|span) lang="fr">Ma demande</')
ONLY_FRENCH = "This text is in French only."


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


async def an_english_reader(house: House, told_in: str) -> tuple[Browser, str]:
    """And the address of a draft of theirs."""
    town = house.town()
    reader = house.visit(town, house.citizen_of(town))
    await reader.get("/langue/en?vers=/")
    draft = {
        "form": FORM,
        "answers": {"where": "Ici"},
        "applicant_step": None,
        "steps": STEPS,
        "pieces_wanted": WANTED,
        "terms": "",
        "quota_reached": False,
    }
    line = {"label": "Où ?", "group": "", "value": "Ici", "given": True}
    section = {"step": "demande", "title": "Ma demande", "lines": [line]}
    dossier: dict[str, Any] = {
        "id": str(uuid4()),
        "demarche": {"slug": "trou", "title": "Un trou", "help": "Dites où.", "next": "", "told_in": told_in},
        "draft": draft,
        "sections": [section],
        "pieces": [],
        "piece_requests": [],
        "appointment": None,
        "bookings": [],
        "agreements": {"profile": False, "notification_at": None, "updates_profile": False},
        "may": {"agree": False},
    }
    house.demarches.dossiers[dossier["id"]] = dossier
    return reader, f"/demandes/{dossier['id']}"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("etapes/demande", "<h1{}>Ma demande</h1>"),
        ("etapes/pieces", "<h2{}>Photo du lieu</h2>"),
        ("recapitulatif", "<h2{}>Ma demande</h2>"),
    ],
)
async def test_a_page_of_a_draft_says_which_of_its_words_are_french(house: House, page: str, words: str):
    reader, untranslated = await an_english_reader(house, "fr")
    french = (await reader.get(f"{untranslated}/{page}")).text
    reader, translated = await an_english_reader(house, "en")
    english = (await reader.get(f"{translated}/{page}")).text

    assert '<p class="muted" lang="fr">Un trou</p>' in french
    assert words.format(' lang="fr"') in french
    assert ' lang="fr"><a href="/demarches/trou">Un trou</a>' in french
    assert NAMED_IN_THE_STEPPER.search(french)
    assert ONLY_FRENCH in french
    assert '<p class="muted">Un trou</p>' in english
    assert 'lang="fr"' not in main_of(english)
    assert ONLY_FRENCH not in english
    assert words.format("") in english


async def test_an_information_page_says_that_it_is_french(house: House):
    told = {"title": "Vos droits", "summary": "En bref", "body": "Gratuit.", "theme_slug": "vie", "theme_name": "Vie"}
    told["theme_told_in"] = "fr"
    house.demarches.pages = {"droits": {**told, "told_in": "fr"}}
    reader, _ = await an_english_reader(house, "fr")

    shown = (await reader.get("/demarches/fiches/droits")).text

    assert '<h1 lang="fr">Vos droits</h1>' in shown
    assert '<div class="prose" lang="fr"><p>Gratuit.</p>' in shown
    assert '<li aria-current="page" lang="fr">Vos droits</li>' in shown
    assert '<li lang="fr"><a href="/demarches/theme/vie">Vie</a></li>' in shown
    assert ONLY_FRENCH in shown

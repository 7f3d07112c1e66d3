"""What an author sees again of what they typed, and what they see of a form that is not finished."""

import json
from dataclasses import replace
from html import unescape

import pytest
from desks import Desk
from editors import HOME, Author
from towns import Town

from demarches.domain.policies import INSTRUCT, READ

pytestmark = pytest.mark.requirement("DM-17")


async def test_a_page_that_is_refused_keeps_what_was_unticked_and_emptied(town: Town):
    author = Author(town)
    address = await author.begins()
    words = {"title": "Prêt", "summary": "La commune prête.", "what_you_get": "Un prêt."}
    await author.saves(address, "texts", exchanges="1", quota="12", keywords="tente", **words)

    refused = await author.saves(address, "texts", accounts="1", quota="", keywords="", duration="cinq", **words)

    page = refused.text
    assert refused.status_code == 422
    assert _ticked(page, "accounts")
    assert not _ticked(page, "exchanges")
    assert _value(page, "quota") == _value(page, "keywords") == ""
    assert _value(page, "duration") == "cinq"


async def test_a_version_that_is_no_number_is_an_old_one(town: Town):
    author = Author(town)
    address = await author.begins()

    late = await author.sends(f"{address}/clock", f"{address}/clock", {"version": "x", "silence": "none"})

    assert late.status_code == 412
    for tab in ("publication", "versions", "update"):
        told = await author.sends(f"{address}/clock", f"{address}/{tab}", {"version": "x", "number": "y"})
        assert told.status_code < 500, tab


async def test_the_preview_shows_questions_as_they_are_asked_with_their_conditions_in_words(town: Town):
    author = Author(town)
    address = await author.begins()
    await author.saves(address, "form", within="demande", kind="person")
    await author.saves(
        address, "items/person_1", label="Le témoin", **{"p-parts": "civility", "p-optional": "civility"}
    )
    await author.saves(address, "form", within="demande", kind="yes_no")
    await author.saves(address, "items/yes_no_1", label="Des boissons ?", required="yes")
    await author.saves(address, "form", within="demande", kind="piece")
    chosen = {"show_if-how": "all", "show_if-0-about": "yes_no_1", "show_if-0-is": "is", "show_if-0-value": "oui"}
    await author.saves(address, "items/piece_1", label="Licence", required="yes", **{"p-type": "licence"}, **chosen)

    preview = (await author.opens(f"{address}/preview")).text

    assert "Civilité" in preview
    assert "Montrée si :" in preview
    assert "« Des boissons ? » est oui" in preview
    assert "yes_no_1 == true" not in preview


async def test_a_form_that_is_not_sound_yet_is_previewed_and_tried_all_the_same(town: Town):
    author = Author(town)
    demarche_id = await town.offers()
    await town.submitted(town.citizen())
    address = f"{HOME}/{demarche_id}"
    for kind in ("text", "yes_no"):
        await author.saves(address, "form", within="wishes", kind=kind)
    trial = {"_name": "Essai", "_on-day": "1", "_on-month": "3", "_on-year": "2026"}
    tried = await author.sends(
        f"{address}/trials/new", f"{address}/trials/new", {"_version": await author.version(address), **trial}
    )
    circle = {"show_if-how": "written", "show_if": "yes_no_1"}
    await author.saves(address, "items/text_1", label="Un", **circle)
    await author.saves(address, "items/yes_no_1", label="Deux", **{**circle, "show_if": "text_1 == 'a'"})

    opened = {tab: await author.opens(f"{address}/{tab}") for tab in ("preview", "trials", "publication")}
    one = await author.opens(f"{address}/trials/1")

    assert tried.status_code == 303
    assert {tab: page.status_code for tab, page in opened.items()} == dict.fromkeys(opened, 200)
    assert one.headers["location"].endswith("/publication")
    assert "Le formulaire a des erreurs" in opened["trials"].text
    assert "Deux" in opened["preview"].text
    assert "attendent l" in opened["publication"].text


def _field(page: str, name: str) -> str:
    return next(part.split(">")[0] for part in page.split("<input ")[1:] if f'name="{name}"' in part.split(">")[0])


def _ticked(page: str, name: str) -> bool:
    return " checked" in _field(page, name)


def _value(page: str, name: str) -> str:
    return _field(page, name).split('value="')[1].split('"')[0]


async def test_a_file_that_holds_no_definition_is_refused_in_words_beside_it(town: Town):
    fields = {"title": "Copie", "theme": str(town.theme_id), "department": str(town.department_id)}

    refused = await Author(town).posts(HOME, HOME, file='{"format": "x", "kept": "here"}', **fields)

    assert refused.status_code == 422
    assert "pas un export entier" in refused.text
    assert 'href="#champ-file"' in refused.text
    assert "Object contains" not in refused.text
    assert "here" in refused.text


@pytest.mark.parametrize(
    ("file", "locale", "said"),
    [
        ("bonjour", "en", "This text is not that of an export."),
        ("bonjour", "fr", "Ce texte n’est pas celui d’un export."),
        ('{"format": "parvis-definition-9", "content": {}}', "en", "comes from a newer version"),
    ],
)
async def test_what_is_no_file_of_ours_is_refused_in_the_reader_s_language(
    town: Town, file: str, locale: str, said: str
):
    fields = {"title": "Copie", "theme": str(town.theme_id), "department": str(town.department_id)}
    author = Author(town)
    author.agent = replace(author.agent, locale=locale)

    refused = await author.posts(HOME, HOME, file=file, **fields)

    assert refused.status_code == 422
    assert said in refused.text


@pytest.mark.parametrize(
    ("locale", "spoilt", "said"),
    [
        ("fr", {"colour": "red"}, "À l’endroit « content.form.steps[1].items[0] » : « colour » est inconnu."),
        ("en", {"colour": "red"}, "At “content.form.steps[1].items[0]”: “colour” is unknown."),
        ("en", {"label": 3}, "At “content.form.steps[1].items[0].label”: this value is not possible."),
        ("en", {"id": None}, "At “content.form.steps[1].items[0].id”: this value is not possible."),
    ],
)
async def test_a_file_that_cannot_be_read_says_where(town: Town, locale: str, spoilt: dict[str, object], said: str):
    author = Author(town)
    content = await author.content(await author.begins())
    content["form"]["steps"][1]["items"][0] |= spoilt
    author.agent = replace(author.agent, locale=locale)
    file = json.dumps({"format": "parvis-definition-1", "content": content})
    fields = {"title": "Copie", "theme": str(town.theme_id), "department": str(town.department_id)}

    refused = await author.posts(HOME, HOME, file=file, **fields)

    assert refused.status_code == 422
    assert said in unescape(refused.text).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("asked", "found"), [("", 2), ("velo", 1), ("Prêt  vélo", 1), ("prêt", 2), ("piscine", 0)])
async def test_a_procedure_is_found_by_words_of_its_title_accents_aside(town: Town, asked: str, found: int):
    author = Author(town)
    for title in ("Prêt d’un vélo", "Prêt de tables"):
        fields = {"theme": str(town.theme_id), "department": str(town.department_id)}
        assert (await author.posts(HOME, HOME, title=title, **fields)).status_code == 303

    page = (await author.opens(f"{HOME}?q={asked}")).text

    assert page.count('class="row-link"') == found
    assert ("Aucune démarche ne correspond" in page) is (found == 0)


async def test_types_of_pieces_are_in_the_reader_s_language(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    agent = replace(town.agent(READ, INSTRUCT), locale="en")

    page = (await Desk(town, agent).opens(f"/demarches/dossiers/{dossier_id}")).text

    assert "National identity card" in page or "Identity card" in page
    assert "Carte nationale" not in page

"""The guide: ready pages that a town makes its own without losing its words, and passages quoted from them."""

from html import unescape
from uuid import uuid4

import pytest
from test_editing_console import send

from kit.actors import a_citizen, a_member, a_visitor
from notifier.guide import template as source
from notifier.guide.finding import Index, Passage
from notifier.guide.template import template
from notifier.queries.publishing import guide as queries

EDIT = "notifier.publications.edit"
PAGE = "voter-par-procuration"
WORDS = {
    "title": "Procurations à {{ commune }}",
    "summary": "Le samedi aussi.",
    "body": "Venez à **l'accueil** le lundi.",
}


@pytest.fixture
def editor(tenant):
    return a_member(tenant, EDIT)


@pytest.mark.requirement("GW-10")
def test_the_template_has_some_ninety_pages_each_whole_and_in_a_theme():
    told = template()
    themes = {theme.slug for theme in told.themes}

    assert len(told.pages) >= 90
    assert {page.theme for page in told.pages.values()} == themes
    assert all(page.title and page.summary and page.body and page.keywords for page in told.pages.values())
    assert not [page.slug for page in told.pages.values() if page.body.startswith("###") or "\n### " in page.body]


@pytest.mark.requirement("GW-10")
def test_links_of_the_template_lead_somewhere_safe():
    import re

    links = [link for page in template().pages.values() for link in re.findall(r"\]\(([^)]+)\)", page.body)]

    assert links
    assert all(link.startswith(("/", "https://")) for link in links)


@pytest.mark.requirement("GW-10")
async def test_every_town_has_the_pages_without_doing_anything(notifier, tenant):
    listed = (await notifier.call(a_visitor(tenant), "GET", "/v1/guide")).json()
    shown = (await notifier.call(a_visitor(tenant), "GET", f"/v1/guide/pages/{PAGE}")).json()

    assert PAGE in [page["slug"] for theme in listed for page in theme["pages"]]
    assert shown["title"] == "Voter par procuration"
    assert '<a href="https://www.maprocuration.gouv.fr/"' in shown["html"]
    assert shown["written_at"] is None


@pytest.mark.requirement("GW-10")
async def test_a_town_writes_its_own_words_and_goes_back(notifier, tenant, editor):
    written = await notifier.call(editor, "PUT", f"/v1/editor/guide/{PAGE}", json=WORDS)
    own = (await notifier.call(a_visitor(tenant), "GET", f"/v1/guide/pages/{PAGE}")).json()
    elsewhere = (await notifier.call(a_visitor(uuid4()), "GET", f"/v1/guide/pages/{PAGE}")).json()
    back = await notifier.call(editor, "DELETE", f"/v1/editor/guide/{PAGE}")
    again = (await notifier.call(a_visitor(tenant), "GET", f"/v1/guide/pages/{PAGE}")).json()

    assert (written.status_code, back.status_code) == (200, 204)
    assert (own["title"], own["html"].strip()) == (
        WORDS["title"],
        "<p>Venez à <strong>l'accueil</strong> le lundi.</p>",
    )
    assert elsewhere["title"] == again["title"] == "Voter par procuration"
    assert [event["type"] for event in await notifier.published(tenant)] == ["notifier.guide_page.changed.v1"] * 2


@pytest.mark.requirement("GW-10")
async def test_when_the_template_changes_the_town_keeps_its_words_and_is_told(notifier, tenant, editor, monkeypatch):
    await notifier.call(editor, "PUT", f"/v1/editor/guide/{PAGE}", json=WORDS)
    told = template()
    newer = {**told.pages, PAGE: source.msgspec.structs.replace(told.pages[PAGE], body="Autrement.", edition="newer")}
    monkeypatch.setattr(queries, "template", lambda: source.msgspec.structs.replace(told, pages=newer))

    mine = (await notifier.call(a_visitor(tenant), "GET", f"/v1/guide/pages/{PAGE}")).json()
    others = (await notifier.call(a_visitor(uuid4()), "GET", f"/v1/guide/pages/{PAGE}")).json()
    desk = unescape((await notifier.call(editor, "GET", f"/console/guide/{PAGE}")).text)

    assert mine["title"] == WORDS["title"]
    assert others["html"].strip() == "<p>Autrement.</p>"
    assert "Le modèle a changé depuis que vous avez écrit cette page" in desk
    assert "Autrement." in desk


@pytest.mark.requirement("GW-10")
async def test_a_page_hidden_is_nowhere_on_the_portal_until_it_comes_back(notifier, tenant, editor):
    await notifier.call(editor, "POST", f"/v1/editor/guide/{PAGE}/hiding", json={"hidden": True})
    gone = await notifier.call(a_visitor(tenant), "GET", f"/v1/guide/pages/{PAGE}")
    listed = (await notifier.call(a_visitor(tenant), "GET", "/v1/guide")).text
    quoted = (await notifier.call(a_visitor(tenant), "GET", "/v1/guide/passages", params={"q": "procuration"})).text
    await notifier.call(editor, "POST", f"/v1/editor/guide/{PAGE}/hiding", json={"hidden": False})

    assert gone.status_code == 404
    assert PAGE not in listed
    assert PAGE not in quoted
    assert (await notifier.call(a_visitor(tenant), "GET", f"/v1/guide/pages/{PAGE}")).status_code == 200


@pytest.mark.requirement("GW-10")
async def test_words_that_are_not_whole_are_refused_beside_their_field(notifier, editor):
    refused = await notifier.call(editor, "PUT", f"/v1/editor/guide/{PAGE}", json={**WORDS, "title": " ", "body": ""})
    unknown = await notifier.call(editor, "PUT", "/v1/editor/guide/rien", json=WORDS)
    citizen = await notifier.call(a_citizen(editor.tenant), "PUT", f"/v1/editor/guide/{PAGE}", json=WORDS)

    assert [error["pointer"] for error in refused.json()["errors"]] == ["/title", "/body"]
    assert (refused.status_code, unknown.status_code, citizen.status_code) == (422, 404, 403)


@pytest.mark.requirement("GW-10")
async def test_the_editor_sees_a_preview_keeps_it_hides_it_and_goes_back(notifier, editor):
    path = f"/console/guide/{PAGE}"

    seen = await send(notifier, editor, path, {**WORDS, "then": "preview"})
    before = await notifier.call(editor, "GET", "/console/guide")
    kept = await send(notifier, editor, path, {**WORDS, "version": "0", "then": "save"})
    stale = await send(notifier, editor, path, {**WORDS, "version": "0", "then": "save"})
    hidden = await send(notifier, editor, f"{path}/masquage", {"hidden": "1"}, form_at=path)
    after = unescape((await notifier.call(editor, "GET", "/console/guide")).text)
    back = await send(notifier, editor, f"{path}/retrait", {}, form_at=path)

    assert "<strong>l&#39;accueil</strong>" in seen.text or "<strong>l'accueil</strong>" in seen.text
    assert "Vos mots" not in before.text
    assert (kept.status_code, stale.status_code, hidden.status_code, back.status_code) == (303, 422, 303, 303)
    assert "Vos mots" in after
    assert "Masquée" in after


@pytest.mark.requirement("GW-09")
@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("Comment voter par procuration ?", "voter-par-procuration"),
        ("combien coûte un passeport pour un enfant", "passeport"),
        ("puis-je brûler mes déchets verts", "brulage-des-vegetaux"),
        ("la mairie ne répond pas à ma demande", "silence-de-l-administration"),
        ("déclarer la naissance de ma fille", "declarer-une-naissance"),
        ("j'ai perdu mon mot de passe", "mot-de-passe-oublie"),
        ("faire refaire ma carte d’identité", "carte-identite"),
    ],
)
async def test_a_question_is_answered_by_a_passage_of_the_right_page(notifier, tenant, asked: str, page: str):
    found = (await notifier.call(a_visitor(tenant), "GET", "/v1/guide/passages", params={"q": asked})).json()

    assert page in [quote["slug"] for quote in found[:3]]
    whole = template().pages[page]
    quote = next(quote for quote in found if quote["slug"] == page)
    assert quote["text"].split()[0].strip("«»*") in f"{whole.summary} {whole.body}"


@pytest.mark.requirement("GW-09")
@pytest.mark.parametrize(
    "asked", ["", "de la", "xyzzy plugh", "recette de la ratatouille provençale", "météo à Tokyo demain"]
)
async def test_what_the_pages_do_not_say_is_not_answered(notifier, tenant, asked: str):
    found = await notifier.call(a_visitor(tenant), "GET", "/v1/guide/passages", params={"q": asked})

    assert (found.status_code, found.json()) == (200, [])


@pytest.mark.requirement("GW-09")
async def test_who_asks_for_a_price_reads_the_price(notifier, tenant):
    asked = {"q": "combien coûte un passeport pour un enfant"}

    [quote, *_] = (await notifier.call(a_visitor(tenant), "GET", "/v1/guide/passages", params=asked)).json()

    lines = quote["text"].split("\n")
    assert lines == ["Adulte · 86 € · 10 ans", "De 15 à 17 ans · 42 € · 5 ans", "Moins de 15 ans · 17 € · 5 ans"]


@pytest.mark.requirement("GW-09")
async def test_the_towns_own_words_are_those_quoted(notifier, tenant, editor):
    await notifier.call(
        editor, "PUT", f"/v1/editor/guide/{PAGE}", json={**WORDS, "body": "Le vestiaire des procurations ouvre à midi."}
    )

    found = (await notifier.call(a_visitor(tenant), "GET", "/v1/guide/passages", params={"q": "vestiaire"})).json()

    assert [quote["text"] for quote in found] == ["Le vestiaire des procurations ouvre à midi."]


@pytest.mark.requirement("GW-09")
def test_accents_and_plurals_do_not_matter_and_rare_words_weigh_more():
    index = Index(
        (Passage(slug, slug, text), "")
        for slug, text in (
            ("a", "Les journaux municipaux paraissent le lundi."),
            ("b", "Le lundi la mairie ouvre à huit heures."),
            ("c", "Le lundi et le mardi, marché place du Marché."),
        )
    )

    assert [found.passage.page for found in index.find("journal MUNICIPAL", limit=3)] == ["a"]
    assert index.find("marche lundi", limit=3)[0].passage.page == "c"

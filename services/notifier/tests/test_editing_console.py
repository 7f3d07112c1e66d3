"""The editor's desk, without script: write, see, publish, close a day."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from test_publications import a_draft, a_picture, published, titles

from kit.actors import a_citizen, a_member, a_visitor

EDIT = "notifier.publications.edit"
TYPED = {
    "title": "La fête des lanternes",
    "category": "Culture et fêtes",
    "summary": "Deux soirées.",
    "body": "Venez.",
    "audience": "everyone",
    "publish_at-day": "",
    "publish_at-month": "",
    "publish_at-year": "",
}


@pytest.fixture
def editor(tenant):
    return a_member(tenant, EDIT)


async def send(notifier, editor, path, fields, **options):
    """As the browser sends the form of this page."""
    page = await notifier.call(editor, "GET", options.pop("form_at", path))
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None, page.text[:1000]
    return await notifier.call(editor, "POST", path, data={"csrf_token": found[1], **fields}, **options)


def said(page) -> str:
    return unescape(page.text)


@pytest.mark.requirement("NT-03")
async def test_from_an_empty_page_to_the_portal(notifier, owners, tenant, editor):
    empty = await notifier.call(editor, "GET", "/console/publications")

    sent = await send(notifier, editor, "/console/publications/nouvelle?type=news", {**TYPED, "then": "publish"})

    assert "Rien à cet endroit" in empty.text
    assert sent.status_code == 303
    page = await notifier.call(editor, "GET", sent.headers["location"].replace("/notifier", "/console"))
    assert "En ligne" in page.text
    assert "http://plassans.localhost:8000/actualites/la-fete-des-lanternes" in page.text
    assert await titles(notifier, a_visitor(tenant)) == ["La fête des lanternes"]


async def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(notifier, owners, editor):
    typed = {**TYPED, "title": "", "expires_at-day": "31", "expires_at-month": "2", "expires_at-year": "2027"}

    bad_date = await send(notifier, editor, "/console/publications/nouvelle", typed)
    no_title = await send(notifier, editor, "/console/publications/nouvelle", {**TYPED, "title": ""})

    assert (bad_date.status_code, no_title.status_code) == (422, 422)
    assert 'id="champ-expires-at-erreur"' in bad_date.text or "format jour/mois/année" in said(bad_date)
    assert "Écrivez un titre." in said(no_title)
    assert "Deux soirées." in no_title.text


async def test_a_picture_sent_with_the_form_wants_its_words(notifier, owners, tenant, editor):
    picture = {"files": {"picture": ("fete.jpg", a_picture(), "image/jpeg")}}
    fields = {**TYPED, "then": "publish"}
    path = "/console/publications/nouvelle"

    without = await send(notifier, editor, path, fields, **picture)
    words = {**fields, "title": "Avec ses mots", "picture_words": "Une colline."}
    done = await send(notifier, editor, path, words, **picture)

    assert without.status_code == 422
    assert "Décrivez l’image en une phrase" in said(without)
    assert done.status_code == 303
    assert await titles(notifier, a_visitor(tenant)) == ["Avec ses mots"]
    preview = await notifier.call(editor, "GET", done.headers["location"].replace("/notifier", "/console") + "/apercu")
    [shown] = set(re.findall(r'src="/notifier(/publications/images/[^"]+)"', preview.text))
    assert (await notifier.call(editor, "GET", f"/console{shown}")).headers["content-type"] == "image/webp"


async def test_what_is_no_picture_is_said_beside_the_field(notifier, owners, editor):
    wrong = {"files": {"picture": ("virus.jpg", b"MZ", "image/jpeg")}}

    sent = await send(notifier, editor, "/console/publications/nouvelle", TYPED, **wrong)

    assert sent.status_code == 422
    assert "Choisissez une image JPEG, PNG ou WebP." in said(sent)


async def test_somebody_else_s_change_is_not_lost(notifier, owners, editor):
    made = await a_draft(notifier, editor)
    path = f"/console/publications/{made['id']}"
    await send(notifier, editor, path, {**TYPED, "title": "Autre", "version": "1"})

    late = await send(notifier, editor, path, {**TYPED, "title": "Encore", "version": "1"})

    assert late.status_code == 422
    assert "Quelqu’un d’autre a modifié" in said(late)


async def test_withdrawing_and_throwing_away(notifier, owners, tenant, editor):
    made = await published(notifier, editor)
    path = f"/console/publications/{made['id']}"
    await send(notifier, editor, f"{path}/retrait", {}, form_at=path)
    asked = await notifier.call(editor, "GET", f"{path}/suppression")
    gone = await send(notifier, editor, f"{path}/suppression", {}, form_at=f"{path}/suppression")

    assert "Cela ne peut pas être annulé." in said(asked)
    assert gone.headers["location"] == "/notifier/publications"
    assert (await notifier.call(editor, "GET", path)).status_code == 404


@pytest.mark.requirement("NT-03")
async def test_what_was_scheduled_and_taken_back_does_not_appear_at_its_hour(notifier, owners, tenant, editor):
    begins = datetime.now(UTC) + timedelta(hours=1)
    made = await published(notifier, editor, publish_at=begins.isoformat())
    path = f"/console/publications/{made['id']}"

    back = await send(notifier, editor, f"{path}/retrait", {}, form_at=path)
    notifier.clock.move(timedelta(hours=2))
    await published(notifier, editor, title="Le marché du samedi")
    shown = await titles(notifier, a_visitor(tenant))
    notifier.clock.reset()

    assert back.status_code == 303
    assert shown == ["Le marché du samedi"]


@pytest.mark.requirement("NT-04")
async def test_a_closed_day_is_written_in_the_town_s_own_way(notifier, editor, tenant):
    day = {"first_day-day": "14", "first_day-month": "5", "first_day-year": "2099"}
    page = "/console/horaires"

    open_half = await send(notifier, editor, page, {**day, "openings": "9h-12h, 14 h 30 - 16:00", "reason": "Pont"})
    unreadable = await send(notifier, editor, page, {**day, "openings": "le matin", "reason": "Pont"})
    nothing = await send(notifier, editor, page, {"reason": "Pont"})

    assert open_half.status_code == 303
    shown = (await notifier.call(a_visitor(tenant), "GET", "/v1/publications/hours-exceptions")).json()
    hours = [(one["begins"], one["ends"]) for one in shown[0]["openings"]]
    assert hours == [("09:00:00", "12:00:00"), ("14:30:00", "16:00:00")]
    assert "Écrivez les heures comme" in said(unreadable)
    assert "Indiquez le premier jour." in said(nothing)
    listed = await notifier.call(editor, "GET", page)
    assert "jeudi 14 mai 2099" in listed.text


@pytest.mark.parametrize("path", ["/console/publications", "/console/publications/nouvelle", "/console/horaires"])
async def test_the_desk_is_closed_to_others(notifier, tenant, path):
    assert (await notifier.call(None, "GET", path)).status_code == 401
    assert (await notifier.call(a_citizen(tenant), "GET", path)).status_code == 403
    assert (await notifier.call(a_member(tenant, "notifier.messages.read"), "GET", path)).status_code == 403


async def test_the_desk_speaks_english(notifier, owners, editor):
    page = await notifier.call(editor, "GET", "/console/publications", headers={"accept-language": "en"})

    assert "Practical information" in page.text

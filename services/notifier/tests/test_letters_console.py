"""The letter's desk, without script: themes, draft, sending, statistics."""

import re
from html import unescape

import pytest
from test_editing_console import send
from test_newsletters import EDIT, finished, subscribed

from kit.actors import a_citizen, a_member

HOME = "/console/lettres"


@pytest.fixture
def editor(tenant):
    return a_member(tenant, EDIT)


def said(page) -> str:
    return unescape(page.text)


async def themes_of(notifier, editor) -> dict[str, str]:
    await send(notifier, editor, f"{HOME}/themes", {"label": "Ville", "parent": ""})
    page = await notifier.call(editor, "GET", f"{HOME}/themes")
    parent = re.search(r'<option value="([0-9a-f-]{36})"', page.text)[1]
    await send(notifier, editor, f"{HOME}/themes", {"label": "Travaux", "parent": parent})
    tree = (await notifier.call(editor, "GET", "/v1/newsletter/themes")).json()
    return {one["label"]: one["id"] for one in tree[0]["themes"]} | {tree[0]["label"]: tree[0]["id"]}


def typed(theme: str, **changes) -> dict[str, str]:
    blocks = {
        "blocks.0.kind": "text",
        "blocks.0.place": "2",
        "blocks.0.text": "Venez **à pied**.",
        "blocks.1.kind": "heading",
        "blocks.1.place": "1",
        "blocks.1.text": "Cette semaine",
        "blocks.2.kind": "text",
        "blocks.2.place": "3",
        "blocks.2.text": "",
    }
    return {"subject": "La lettre de mai", "themes": theme, "kinds": "citizen", "locale": "", **blocks, **changes}


@pytest.mark.requirement("NT-02")
async def test_from_an_empty_desk_to_the_statistics(notifier, owners, mails, tenant, editor):
    empty = await notifier.call(editor, "GET", HOME)
    theme = (await themes_of(notifier, editor))["Travaux"]
    reader, _ = await subscribed(notifier, owners, tenant, theme)

    saved = await send(notifier, editor, f"{HOME}/nouvelle", {**typed(theme), "then": "send"})
    ready = saved.headers["location"].replace("/notifier", "/console")
    asked = await notifier.call(editor, "GET", ready)
    sent = await send(notifier, editor, ready, {"when": "now"})
    issue = sent.headers["location"].rpartition("/")[2]
    await finished(notifier, editor, issue)
    shown = await notifier.call(editor, "GET", f"{HOME}/{issue}")

    assert "Aucune lettre" in empty.text
    assert "1 personne la recevra." in said(asked)
    assert asked.text.index("Cette semaine") < asked.text.index("à pied")
    assert "Envoyée" in shown.text
    assert "Où en sont les destinataires" in said(shown)
    assert (await mails.one_to(reader.email)).subject == "La lettre de mai"
    listed = await notifier.call(editor, "GET", HOME, headers={"accept-language": "en"})
    assert "Sent" in listed.text
    assert not re.search(r'style="|onclick', shown.text + listed.text)


async def test_what_cannot_leave_is_said_before_it_leaves(notifier, owners, tenant, editor):
    saved = await send(notifier, editor, f"{HOME}/nouvelle", {**typed(""), "then": "send"})
    path = saved.headers["location"].replace("/notifier", "/console")

    now = await send(notifier, editor, path, {"when": "now"})
    later = await send(notifier, editor, path, {"when": "later"})

    assert (now.status_code, later.status_code) == (422, 422)
    assert "sans thème, personne ne la reçoit" in said(now)
    assert "Indiquez le jour de l’envoi." in said(later)
    assert "Personne ne la recevrait" in said(now)


async def test_a_theme_without_readers_is_said_before_and_after(notifier, owners, tenant, editor):
    theme = (await themes_of(notifier, editor))["Travaux"]
    saved = await send(notifier, editor, f"{HOME}/nouvelle", {**typed(theme), "then": "send"})
    ready = saved.headers["location"].replace("/notifier", "/console")

    asked = await notifier.call(editor, "GET", ready)
    sent = await send(notifier, editor, ready, {"when": "now"})
    shown = await notifier.call(editor, "GET", sent.headers["location"].replace("/notifier", "/console"))

    assert "Personne ne la recevrait" in said(asked)
    assert "Cette lettre n’est partie vers personne" in said(shown)


async def test_two_editors_of_a_letter_do_not_overwrite_each_other(notifier, owners, tenant, editor):
    theme = (await themes_of(notifier, editor))["Travaux"]
    saved = await send(notifier, editor, f"{HOME}/nouvelle", typed(theme))
    draft = saved.headers["location"].replace("/notifier", "/console")
    page = await notifier.call(editor, "GET", draft)
    read = re.search(r'name="version" value="([0-9]+)"', page.text)[1]
    more = {f"blocks.{at}.{what}": f"Paragraphe {at}" for at in range(3, 9) for what in ("text",)}
    kinds = {f"blocks.{at}.kind": "text" for at in range(3, 9)}

    first = await send(notifier, editor, draft, {**typed(theme, subject="À temps"), "version": read})
    late = await send(notifier, editor, draft, {**typed(theme, subject="Trop tard", **more, **kinds), "version": read})
    kept = await notifier.call(editor, "GET", draft)

    assert (first.status_code, late.status_code) == (303, 422)
    assert "Quelqu’un d’autre a modifié" in said(late)
    # What was typed is there still, to the last block.
    assert 'value="Trop tard"' in late.text
    assert "Paragraphe 8" in late.text
    assert 'value="À temps"' in said(kept)


async def test_a_range_with_themes_stays_and_a_theme_goes(notifier, editor):
    known = await themes_of(notifier, editor)
    page = f"{HOME}/themes"

    refused = await send(notifier, editor, f"{page}/{known['Ville']}/suppression", {}, form_at=page)
    await send(notifier, editor, f"{page}/{known['Travaux']}/suppression", {}, form_at=page)
    nameless = await send(notifier, editor, page, {"label": " ", "parent": ""})

    assert "error" in refused.headers["x-parvis-flash"]
    assert (await notifier.call(editor, "GET", "/v1/newsletter/themes")).json()[0]["themes"] == []
    assert nameless.status_code == 422


async def test_the_desk_is_closed_to_others(notifier, tenant):
    for path in (HOME, f"{HOME}/nouvelle", f"{HOME}/themes"):
        assert (await notifier.call(None, "GET", path)).status_code == 401
        assert (await notifier.call(a_citizen(tenant), "GET", path)).status_code == 403
        assert (await notifier.call(a_member(tenant, "notifier.messages.read"), "GET", path)).status_code == 403

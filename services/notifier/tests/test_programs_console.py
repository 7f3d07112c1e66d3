"""Keys and templates for programs, in the console."""

import re
from html import unescape

import pytest
from test_editing_console import send
from test_programs import EDIT, MANAGE, WORDS, a_key, a_template, by

from kit.actors import a_member


@pytest.fixture
def manager(tenant):
    return a_member(tenant, MANAGE, EDIT)


@pytest.mark.requirement("NT-06")
async def test_a_key_is_made_shown_once_changed_and_revoked(notifier, owners, tenant, manager):
    empty = await notifier.call(manager, "GET", "/console/cles")
    typed = {"name": "Médiathèque", "mode": "test", "scopes": "messages.read"}
    shown = await send(notifier, manager, "/console/cles/nouvelle", typed)
    text = re.search(r"parvis_test_[\w-]+", shown.text)[0]
    listed = await notifier.call(manager, "GET", "/console/cles")
    path = re.search(r"/notifier(/cles/[0-9a-f-]{36})", listed.text)[1]

    page = f"/console{path}"
    changed = await send(notifier, manager, f"{page}/changement", {}, form_at=page)
    both = await notifier.call(manager, "GET", page)
    revoked = await send(notifier, manager, f"{page}/revocation", {})

    assert "Aucune clé" in empty.text
    assert text not in listed.text
    assert "Médiathèque" in listed.text
    assert "Jamais" in listed.text
    assert text not in changed.text
    assert "Deux clés ouvrent" in both.text
    assert revoked.status_code == 303
    assert (await by(notifier, text, "GET", tenant=tenant)).status_code == 401


async def test_a_key_without_a_name_or_a_right_is_refused_beside_the_field(notifier, owners, manager):
    refused = await send(notifier, manager, "/console/cles/nouvelle", {"name": "", "mode": "live"})

    assert refused.status_code == 422
    assert "Dites à quel logiciel elle sert." in unescape(refused.text)
    assert "Choisissez au moins un droit." in refused.text


async def test_a_template_is_seen_before_it_is_kept_and_refused_beside_the_field(notifier, owners, manager):
    path = "/console/modeles/propres/nouveau"
    typed = {"title": "Rappel", "key": "rappel", **{f"fr_{name}": text for name, text in WORDS.items()}}

    seen = await send(notifier, manager, path, {**typed, "then": "preview"})
    wrong = await send(notifier, manager, path, {**typed, "fr_body": "{{ livre.titre }}", "key": "Rappel Livre"})
    named = await send(notifier, manager, path, {**typed, "key": "Rappel Livre"})
    half = await send(notifier, manager, path, {**typed, "en_subject": "Bring it back"})

    assert "Rendez «" in unescape(seen.text)
    assert [page.status_code for page in (wrong, named, half)] == [422, 422, 422]
    assert "Des lettres minuscules" in named.text
    assert "Ce texte est vide." in half.text


async def test_a_template_is_changed_by_one_at_a_time_and_removed(notifier, owners, manager):
    await a_template(notifier, manager)
    listed = await notifier.call(manager, "GET", "/console/modeles")
    path = "/console" + re.search(r"/notifier(/modeles/propres/[0-9a-f-]{36})", listed.text)[1]
    typed = {"title": "Rappel d’un prêt", "key": "rappel-livre", **{f"fr_{n}": text for n, text in WORDS.items()}}

    saved = await send(notifier, manager, path, {**typed, "version": "1"})
    late = await send(notifier, manager, path, {**typed, "title": "Trop tard", "version": "1"})
    taken = await send(notifier, manager, "/console/modeles/propres/nouveau", typed)
    removed = await send(notifier, manager, f"{path}/suppression", {})

    assert saved.status_code == 303
    assert (late.status_code, taken.status_code) == (422, 422)
    assert "Un autre modèle porte déjà ce nom technique." in taken.text
    assert removed.status_code == 303
    assert (await notifier.call(manager, "GET", path)).status_code == 404


async def test_keys_and_templates_are_closed_to_others(notifier, owners, tenant, manager):
    key = await a_key(notifier, manager)
    stranger = a_member(None, MANAGE)

    assert (await notifier.call(a_member(tenant, EDIT), "GET", "/console/cles")).status_code == 403
    assert (await notifier.call(a_member(tenant, MANAGE), "GET", "/console/modeles/propres/nouveau")).status_code == 403
    assert (await notifier.call(stranger, "GET", f"/console/cles/{key['id']}")).status_code == 404

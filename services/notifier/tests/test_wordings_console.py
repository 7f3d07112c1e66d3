"""The organisation's own words, written in the console and seen before anybody receives them."""

from html import unescape

import pytest
from postal.owners import Owners, a_submission, facts_of
from test_editing_console import send

from kit.actors import a_citizen, a_member

PATH = "/console/modeles/dossier_received/fr"
TYPED = {
    "subject": "Reçu : {{ reference }}",
    "preheader": "{{ title }}",
    "body": "Bonjour,\r\n\r\nVotre demande « {{ title }} » est arrivée.\r\n\r\n{% if legal %}{{ legal }}{% endif %}",
    "button": "Suivre",
    "reason": "Parce que vous l’avez déposée.",
}


@pytest.fixture
def editor(tenant):
    return a_member(tenant, "notifier.templates.edit")


@pytest.mark.requirement("NT-01")
async def test_words_are_seen_with_samples_then_sent(notifier, owners: Owners, mails, tenant, editor):
    seen = await send(notifier, editor, PATH, {**TYPED, "then": "preview"})
    before = await notifier.call(editor, "GET", "/v1/templates/dossier_received/fr")
    saved = await send(notifier, editor, PATH, {**TYPED, "version": "0", "then": "save"})
    person = owners.somebody()
    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    assert "Reçu : PLA-2026-000123" in unescape(seen.text)
    assert before.json()["own"] is False
    assert saved.status_code == 303
    assert (await mails.one_to(person.email)).subject == "Reçu\u00a0: PLA-2026-000123"
    listed = await notifier.call(editor, "GET", "/console/modeles")
    assert "Vos mots" in listed.text
    back = await send(notifier, editor, f"{PATH}/retrait", {}, form_at=PATH)
    assert back.status_code == 303
    assert (await notifier.call(editor, "GET", "/v1/templates/dossier_received/fr")).json()["own"] is False


@pytest.mark.requirement("NT-01")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subject": "{{ prenom }}"}, "« prenom » n’est pas une information de ce message."),
        ({"body": "{{ title.__class__ }}"}, "seuls {{ nom }}"),
        ({"body": "Rien."}, "« reference » doit être dit dans ce message."),
    ],
)
async def test_words_that_could_not_be_sent_are_refused_beside_their_field(notifier, owners, editor, change, sentence):
    refused = await send(notifier, editor, PATH, {**TYPED, "subject": "Reçu", **change})

    assert refused.status_code == 422
    assert sentence in unescape(refused.text)


async def test_two_editors_do_not_overwrite_each_other(notifier, owners, editor):
    await send(notifier, editor, PATH, {**TYPED, "version": "0"})

    late = await send(notifier, editor, PATH, {**TYPED, "version": "0"})

    assert late.status_code == 422


async def test_the_words_are_closed_to_others(notifier, tenant, editor):
    assert (await notifier.call(None, "GET", PATH)).status_code == 401
    assert (await notifier.call(a_citizen(tenant), "GET", PATH)).status_code == 403
    assert (await notifier.call(a_member(tenant, "notifier.messages.read"), "GET", PATH)).status_code == 403
    assert (await notifier.call(editor, "GET", "/console/modeles/inconnu/fr")).status_code == 404

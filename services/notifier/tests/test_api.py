"""« Was it sent? » and « in whose words? », over HTTP."""

from uuid import uuid4

import pytest
from postal.owners import Owners, a_submission, facts_of

from kit.actors import a_citizen, a_member, a_visitor
from kit.eventually import eventually
from kit.service import problem

READ, EDIT = "notifier.messages.read", "notifier.templates.edit"


@pytest.fixture
def reader(tenant):
    return a_member(tenant, READ)


@pytest.fixture
def editor(tenant):
    return a_member(tenant, EDIT)


async def a_sent_one(notifier, owners: Owners, tenant):
    """The line of a message that has been accepted."""
    event = a_submission()
    facts = facts_of("dossier_received", owners.somebody())
    cause = await owners.says(event, tenant=tenant, facts=facts, trace="4bf92f3577b34da6a3ce929d0e0e4736")

    async def line():
        answer = await notifier.call(
            a_member(tenant, READ), "GET", "/v1/notifications", params={"cause_id": str(cause)}
        )
        return [one for one in answer.json()["items"] if one["status"] == "accepted"]

    [found] = await eventually(line)
    return found | {"event": event}


@pytest.mark.requirement("NT-06")
async def test_a_message_is_found_by_its_cause_and_by_what_the_cause_is_about(notifier, owners, mails, tenant, reader):
    sent = await a_sent_one(notifier, owners, tenant)

    by_subject = await notifier.call(
        reader, "GET", "/v1/notifications", params={"subject": str(sent["event"].dossier_id)}
    )
    shown = await notifier.call(reader, "GET", f"/v1/notifications/{sent['id']}")

    assert [line["id"] for line in by_subject.json()["items"]] == [sent["id"]]
    assert sent["cause_type"] == "demarches.dossier.submitted.v1"
    assert shown.json()["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736"
    [tried] = shown.json()["tries"]
    assert (tried["number"], tried["outcome"], tried["provider"]) == (1, "accepted", "127.0.0.1")
    assert "@plassans.example" not in shown.text.replace(shown.json()["message_id"], "")


async def test_lists_are_cut_in_pages_and_filtered_by_status(notifier, owners, mails, tenant, reader):
    sent = [await a_sent_one(notifier, owners, tenant) for _ in range(3)]

    first = (await notifier.call(reader, "GET", "/v1/notifications", params={"limit": 2})).json()
    rest = (
        await notifier.call(reader, "GET", "/v1/notifications", params={"limit": 2, "cursor": first["next"]})
    ).json()
    failed = (await notifier.call(reader, "GET", "/v1/notifications", params={"status": "permanent-failure"})).json()

    assert [line["id"] for line in first["items"] + rest["items"]] == [one["id"] for one in reversed(sent)]
    assert rest["next"] is None
    assert failed["items"] == []


@pytest.mark.parametrize("path", ["/v1/notifications", f"/v1/notifications/{uuid4()}"])
async def test_messages_are_shown_to_members_with_the_permission_alone(notifier, tenant, path):
    assert (await notifier.call(None, "GET", path)).status_code == 401
    assert (await notifier.call(a_visitor(tenant), "GET", path)).status_code == 401
    assert (await notifier.call(a_citizen(tenant), "GET", path)).status_code == 403
    assert (await notifier.call(a_member(tenant, EDIT), "GET", path)).status_code == 403


async def test_another_tenant_sees_nothing(notifier, owners, mails, tenant):
    sent = await a_sent_one(notifier, owners, tenant)
    stranger = a_member(None, READ)

    listed = await notifier.call(stranger, "GET", "/v1/notifications", params={"cause_id": sent["cause_id"]})
    theirs = await notifier.call(stranger, "GET", f"/v1/notifications/{sent['id']}")
    unknown = await notifier.call(stranger, "GET", f"/v1/notifications/{uuid4()}")

    assert listed.json()["items"] == []
    assert theirs.status_code == 404
    assert problem(theirs) | {"trace_id": ""} == problem(unknown) | {"trace_id": ""}


OWN = {
    "subject": "Reçu : {{ reference }}",
    "preheader": "{{ title }}",
    "body": "Cher {{ name }},\n\nVotre demande « {{ title }} » est arrivée.\n\n{% if legal %}{{ legal }}{% endif %}",
    "button": "Voir",
    "reason": "Parce que vous l’avez déposée.",
}


@pytest.mark.requirement("NT-01")
async def test_an_organisation_writes_in_its_own_words(notifier, owners: Owners, mails, tenant, editor):
    saved = await notifier.call(editor, "PUT", "/v1/templates/dossier_received/fr", json=OWN)
    person = owners.somebody()
    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    mail = await mails.one_to(person.email)

    assert (saved.status_code, saved.json()["own"], saved.json()["version"]) == (200, True, 1)
    assert mail.subject == "Reçu\u00a0: PLA-2026-000123"
    assert "Cher Camille Rougon," in mail.text

    gone = await notifier.call(editor, "DELETE", "/v1/templates/dossier_received/fr")
    shown = await notifier.call(editor, "GET", "/v1/templates/dossier_received/fr")

    assert gone.status_code == 204
    assert (shown.json()["own"], shown.json()["wording"]["button"]) == (False, "Suivre ma demande")


@pytest.mark.requirement("NT-01")
@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"subject": "Bonjour {{ prenom }}"}, "/subject", "unknown_placeholder"),
        ({"body": "Rien ici."}, "/body", "missing_placeholder"),
        ({"body": "{% for i in range(9) %}{{ title }}{% endfor %} {{ reference }}"}, "/body", "grammar"),
        ({"body": "{{ title.__class__ }} {{ reference }}"}, "/body", "grammar"),
        ({"body": "{{ title"}, "/body", "grammar"),
        ({"button": " "}, "/button", "empty"),
    ],
)
async def test_words_that_could_not_be_sent_are_refused_with_their_place(notifier, editor, change, pointer, code):
    wording = OWN | {"subject": "Reçu"} | change

    refused = await notifier.call(editor, "PUT", "/v1/templates/dossier_received/fr", json=wording)

    assert refused.status_code == 422
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in problem(refused)["errors"]]


async def test_two_editors_do_not_overwrite_each_other(notifier, editor):
    path = "/v1/templates/dossier_received/en"
    await notifier.call(editor, "PUT", path, json=OWN, headers={"if-match": '"0"'})

    late = await notifier.call(editor, "PUT", path, json=OWN, headers={"if-match": '"0"'})

    assert late.status_code == 412


async def test_a_preview_shows_the_message_with_sample_values_and_keeps_nothing(notifier, owners, tenant, editor):
    asked = {"locale": "fr", "wording": OWN}

    seen = await notifier.call(editor, "POST", "/v1/templates/dossier_received/preview", json=asked)
    today = await notifier.call(editor, "POST", "/v1/templates/dossier_received/preview", json={"locale": "fr"})

    assert seen.json()["subject"] == "Reçu\u00a0: PLA-2026-000123"
    assert "Ville de Plassans" in seen.json()["html"]
    assert "a bien été reçue" in today.json()["subject"]
    assert not await notifier.rows("select * from template_overrides where tenant = :tenant", tenant=tenant)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/templates"),
        ("GET", "/v1/templates/dossier_received/fr"),
        ("PUT", "/v1/templates/dossier_received/fr"),
        ("DELETE", "/v1/templates/dossier_received/fr"),
        ("POST", "/v1/templates/dossier_received/preview"),
    ],
)
async def test_words_are_changed_by_members_with_the_permission_alone(notifier, tenant, method, path):
    assert (await notifier.call(None, method, path, json=OWN)).status_code == 401
    assert (await notifier.call(a_visitor(tenant), method, path, json=OWN)).status_code == 401
    assert (await notifier.call(a_citizen(tenant), method, path, json=OWN)).status_code == 403
    assert (await notifier.call(a_member(tenant, READ), method, path, json=OWN)).status_code == 403


async def test_another_tenants_words_are_not_seen(notifier, editor):
    await notifier.call(editor, "PUT", "/v1/templates/dossier_received/fr", json=OWN)

    stranger = await notifier.call(a_member(None, EDIT), "GET", "/v1/templates/dossier_received/fr")

    assert stranger.json()["own"] is False


async def test_an_unknown_message_is_not_found(notifier, editor):
    assert (await notifier.call(editor, "GET", "/v1/templates/newsletter/fr")).status_code == 404
    assert (await notifier.call(editor, "PUT", "/v1/templates/dossier_received/de", json=OWN)).status_code == 404

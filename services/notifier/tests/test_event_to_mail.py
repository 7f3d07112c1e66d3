"""An event comes in, one mail goes out."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from postal.owners import Owners, a_submission, an_activation, facts_of

from contracts.asks import Recipient
from contracts.demarches import DeadlineApproaching
from contracts.identity import SignInsSuspected
from kit.eventually import eventually


@pytest.mark.requirement("NT-01")
async def test_a_registration_sends_the_activation_link(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()

    await owners.says(an_activation(person.account_id), tenant=tenant, facts=facts_of("account_activation", person))

    mail = await mails.one_to(person.email)
    assert mail.recipients == [person.email]
    assert mail.subject == "Activez votre espace personnel"
    assert "http://plassans.localhost:8000/activation/x7Kq" in mail.text
    assert "le 28 mars 2026 à 14" in mail.text
    assert "Bonjour Camille Rougon," in mail.text


@pytest.mark.requirement("DM-09")
async def test_a_submission_sends_the_acknowledgement_with_its_legal_mentions(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()

    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    mail = await mails.one_to(person.email)
    assert mail.subject == "Votre demande PLA-2026-000123 a bien été reçue"
    assert "votre demande sera considérée comme acceptée" in mail.text
    assert mail.header("From") == "Ville de Plassans <ne-pas-repondre@plassans.example>"
    assert mail.header("Reply-To") == "Ville de Plassans <mairie@plassans.example>"
    assert mail.header("Auto-Submitted") == "auto-generated"
    assert mail.header("Content-Language") == "fr"
    assert mail.header("List-Unsubscribe") is None


@pytest.mark.requirement("ID-13")
async def test_stolen_passwords_tried_at_an_organisation_are_told_to_its_administrator(
    notifier, owners: Owners, mails, tenant
):
    """A19."""
    person, event = owners.somebody(), SignInsSuspected(organisation_id=tenant)

    await owners.says(event, tenant=tenant, facts=facts_of("sign_ins_suspected", person))

    mail = await mails.one_to(person.email)
    assert mail.subject == "Des mots de passe volés sont essayés chez Ville de Plassans"
    assert "http://agents.localhost:8001/identity/security" in mail.text
    assert "Un contrôle de sécurité est demandé" in mail.text


@pytest.mark.requirement("DM-18")
async def test_who_reads_english_is_told_in_english_what_the_owner_says_in_both(
    notifier, owners: Owners, mails, tenant
):
    reader, other = owners.somebody(locale="en"), owners.somebody()
    told = {"en": {"due": "27 May 2026", "legal": "The request is deemed accepted from 28 May 2026."}}

    for person in (reader, other):
        facts = facts_of("deadline_approaching", person, translated=told)
        event = DeadlineApproaching(dossier_id=uuid4(), outcome="acceptance", due_on=date(2026, 5, 27))
        await owners.says(event, tenant=tenant, facts=facts)

    english, french = await mails.one_to(reader.email), await mails.one_to(other.email)
    assert english.subject == "Legal date on 27 May 2026: PLA-2026-000123"
    assert "deemed accepted from 28 May 2026" in english.text
    assert french.subject.startswith("Échéance légale le 27 mai 2026")


@pytest.mark.requirement("NT-06")
async def test_the_same_event_twice_is_one_mail(notifier, owners: Owners, mails, tenant):
    person, event, event_id = owners.somebody(), a_submission(), uuid4()
    facts = facts_of("dossier_received", person)

    await owners.says(event, tenant=tenant, facts=facts, event_id=event_id)
    await owners.says(event, tenant=tenant, facts=facts, event_id=event_id)
    await mails.one_to(person.email)
    later = owners.somebody()
    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", later))
    await mails.one_to(later.email)

    assert len(await mails.to(person.email)) == 1


@pytest.mark.requirement("NT-06")
async def test_acceptance_is_recorded_and_told(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()

    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    [event] = await eventually(lambda: notifier.published(tenant, type="notifier.notification.accepted.v1"))
    assert event["data"]["cause_id"] == str(cause)
    [row] = await notifier.rows("select * from notifications where cause_id = :cause", cause=cause)
    assert (row["status"], row["template"], row["ended_at"] is not None) == ("accepted", "dossier_received", True)
    assert [attempt["outcome"] for attempt in row["attempts"]] == ["accepted"]
    assert not await notifier.rows("select * from deliveries where tenant = :tenant", tenant=tenant)


async def test_no_address_is_kept(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()

    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    await mails.one_to(person.email)

    for table in ("notifications", "deliveries", "outbox", "journal", "timers", "inbox"):
        rows = await notifier.rows(f"select * from {table}")
        assert person.email not in str(rows), table
        assert "Rougon" not in str(rows), table


async def test_the_commit_wakes_the_sender_without_waiting_for_its_next_look(
    notifier, owners: Owners, mails, tenant, monkeypatch
):
    monkeypatch.setattr("notifier.delivery.dispatcher.LOOK_EVERY", 3600)
    # The look under way still ends by the old measure.
    await asyncio.sleep(1)
    person = owners.somebody()

    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    assert await mails.one_to(person.email)


async def test_each_recipient_gets_a_mail_of_their_own(notifier, owners: Owners, mails, tenant):
    one, other = owners.somebody(), owners.somebody(locale="en")

    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", one, other))

    french, english = await mails.one_to(one.email), await mails.one_to(other.email)
    assert (french.recipients, english.recipients) == ([one.email], [other.email])
    assert other.email not in french.text + french.html
    assert english.subject == "Your request PLA-2026-000123 has been received"
    rows = await notifier.rows("select recipient from notifications where cause_id = :cause", cause=cause)
    assert {row["recipient"] for row in rows} == {f"account:{one.account_id}", f"account:{other.account_id}"}


async def test_what_was_asked_in_english_is_answered_in_english(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()
    reader = Recipient(account_id=person.account_id, locale="en")

    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", recipients=(reader,)))

    assert (await mails.one_to(person.email)).subject == "Your request PLA-2026-000123 has been received"

"""Support knows what became of the mail that told of each answer (TK-07)."""

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from desk_pages import read
from support_portal import Portal

from chassis.actor import Actor
from contracts.asks import AskMessageFacts
from contracts.events import Event
from contracts.notifier import (
    NotificationAccepted,
    NotificationDelivered,
    NotificationFailed,
    NotificationHeld,
    NotificationWithheld,
)
from ticketing.commands.mail.note_delivery import note_delivery
from ticketing.events.subscriptions import SUBSCRIPTIONS


async def asked(portal: Portal, kind: str) -> UUID:
    """The notifier asks what to write because of the last event of this kind."""
    event: Any = (await portal.service.published(portal.tenant, type=f"ticketing.ticket.{kind}.v1"))[-1]
    question = AskMessageFacts(tenant=portal.tenant, event_id=event["id"], event_type=event["type"], data=event["data"])
    await portal.as_notifier(question)
    return event["id"]


async def told(portal: Portal, event: Event) -> None:
    """The notifier's event, as its subscription translates it."""
    heard = next(one for one in SUBSCRIPTIONS if one.event is type(event))
    await portal.service.run(note_delivery, heard.translate(event), actor=Actor.of_service("ticketing", portal.tenant))


async def deliveries(portal: Portal, ticket: str) -> list[str]:
    return [message["delivery"] for message in (await portal.desk(ticket))["messages"]]


def taken(cause: UUID) -> NotificationAccepted:
    return NotificationAccepted(notification_id=uuid4(), cause_id=cause)


def arrived(cause: UUID) -> NotificationDelivered:
    return NotificationDelivered(notification_id=uuid4(), cause_id=cause)


def lost(cause: UUID, reason: str = "given-up") -> NotificationFailed:
    return NotificationFailed(notification_id=uuid4(), cause_id=cause, reason=reason)


@pytest.mark.requirement("TK-07")
async def test_a_mail_is_followed_from_its_writing_to_the_mail_server(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)

    waiting = await deliveries(portal, ticket)
    event = await asked(portal, "answered")
    sending = await deliveries(portal, ticket)
    await told(portal, taken(event))

    assert (waiting, sending, await deliveries(portal, ticket)) == (["waiting"], ["sending"], ["sent"])


@pytest.mark.requirement("TK-07")
async def test_a_mail_that_reached_the_mailbox_is_said_to_have(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    event = await asked(portal, "answered")

    for news in (arrived(event), taken(event)):
        await told(portal, news)

    assert await deliveries(portal, ticket) == ["delivered"]
    assert "Courriel remis le" in unescape((await read(portal, f"/console/tickets/{ticket}")).text)


@pytest.mark.requirement("TK-07")
async def test_a_mail_that_waits_for_the_end_of_quiet_hours_is_not_taken_for_lost(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    event = await asked(portal, "answered")
    page = f"/console/tickets/{ticket}"

    await told(portal, NotificationHeld(notification_id=uuid4(), cause_id=event))
    portal.service.clock.move(timedelta(hours=8))
    night, said = await deliveries(portal, ticket), unescape((await read(portal, page)).text)
    portal.service.clock.move(timedelta(hours=18))
    too_long = await deliveries(portal, ticket)
    await told(portal, taken(event))

    assert (night, too_long, await deliveries(portal, ticket)) == (["held"], ["unknown"], ["sent"])
    assert "Le courriel attend la fin des heures calmes du client" in said


@pytest.mark.requirement("TK-07")
@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("bounced 5.1.1", "cette adresse n’existe pas"),
        ("smtp-552 5.2.2", "sa boîte est pleine"),
        ("bounced", "le serveur du destinataire l’a refusé (bounced)"),
    ],
)
async def test_a_mail_that_comes_back_after_it_was_taken_over_is_told_with_its_reason(
    reason: str, said: str, portal: Portal
):
    ticket = await portal.open()
    await portal.answer(ticket)
    event = await asked(portal, "answered")

    for news in (taken(event), lost(event, reason)):
        await told(portal, news)

    assert await deliveries(portal, ticket) == ["failed"]
    assert said in unescape((await read(portal, f"/console/tickets/{ticket}")).text)


@pytest.mark.requirement("TK-07")
@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("not-wanted", "Pas de courriel souhaité"),
        ("digest", "dans le récapitulatif du jour"),
        ("address-suppressed", "Le client n’a pas reçu votre dernière réponse par courriel"),
    ],
)
async def test_who_is_written_no_mail_is_said_to_be_and_why(reason: str, said: str, portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    event = await asked(portal, "answered")

    await told(portal, NotificationWithheld(notification_id=uuid4(), cause_id=event, reason=reason))
    portal.service.clock.move(timedelta(hours=2))

    assert await deliveries(portal, ticket) == ["withheld"]
    assert said in unescape((await read(portal, f"/console/tickets/{ticket}")).text)


@pytest.mark.requirement("TK-07")
async def test_the_answer_that_solves_is_followed_by_the_mail_of_the_resolution(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, then="resolved")

    event = await asked(portal, "status_changed")
    await told(portal, taken(event))

    assert await deliveries(portal, ticket) == ["sent"]


@pytest.mark.requirement("TK-07")
async def test_a_mail_that_does_not_arrive_is_said_to_the_team_and_not_to_the_customer(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    event = await asked(portal, "answered")

    await told(portal, lost(event))

    page = unescape((await read(portal, f"/console/tickets/{ticket}")).text)
    assert await deliveries(portal, ticket) == ["failed"]
    assert "Le client n’a pas reçu votre dernière réponse par courriel" in page
    assert "le serveur du destinataire n’a pas répondu" in page
    assert [message["delivery"] for message in (await portal.show(ticket))["messages"]] == [""]


@pytest.mark.requirement("TK-07")
async def test_news_that_comes_late_or_twice_takes_nothing_back(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    event = await asked(portal, "answered")

    for news in (taken(event), lost(event), taken(event)):
        await told(portal, news)
    await asked(portal, "answered")

    assert await deliveries(portal, ticket) == ["failed"]


@pytest.mark.requirement("TK-07")
async def test_without_news_for_an_hour_nobody_knows_whether_it_left(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    await asked(portal, "answered")

    portal.service.clock.move(timedelta(hours=1, minutes=1))

    assert await deliveries(portal, ticket) == ["unknown"]
    assert "Envoi du courriel inconnu" in unescape((await read(portal, f"/console/tickets/{ticket}")).text)


@pytest.mark.requirement("TK-07")
async def test_mails_about_something_else_change_nothing(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket)
    await asked(portal, "answered")

    await told(portal, lost(uuid4()))

    assert await deliveries(portal, ticket) == ["sending"]


@pytest.mark.requirement("TK-07")
async def test_neither_notes_nor_what_the_customer_wrote_has_a_mail(portal: Portal):
    ticket = await portal.open()
    await portal.note(ticket, "Entre nous.")
    await portal.reply(ticket)

    assert await deliveries(portal, ticket) == ["", ""]


def test_what_becomes_of_other_services_mails_begins_no_transaction_here():
    cause = "demarches.dossier.submitted.v1"
    mails = [
        NotificationAccepted(notification_id=uuid4(), cause_id=uuid4(), cause_type=cause),
        NotificationDelivered(notification_id=uuid4(), cause_id=uuid4(), cause_type=cause),
        NotificationFailed(notification_id=uuid4(), cause_id=uuid4(), cause_type=cause, reason="given-up"),
    ]

    heard = {one.event: one for one in SUBSCRIPTIONS}

    assert [heard[type(mail)].translate(mail) for mail in mails] == [None, None, None]
    own = NotificationAccepted(notification_id=uuid4(), cause_id=uuid4(), cause_type="ticketing.ticket.answered.v1")
    assert heard[NotificationAccepted].translate(own) is not None

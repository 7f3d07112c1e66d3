from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from ticketing.domain.mail.reading import ReadMail, Written
from ticketing.domain.policies import must_be_customer
from ticketing.domain.thread import Message, Side
from ticketing.domain.ticket import Status, Ticket
from ticketing.storage import mails
from ticketing.storage.merges import keep_link, merge_of
from ticketing.storage.references import next_reference
from ticketing.storage.thread import add_message
from ticketing.storage.unit_of_work import TicketingWork

MOST_AN_HOUR = 20
"""Mails to one ticket; more than that is two machines answering each other."""


class Outcome(StrEnum):
    POSTED = "posted"
    REPEATED = "repeated"
    """It came before: nothing more is done."""
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LOOP = "loop"
    EMPTY = "empty"


class ReceiveMail(Struct, frozen=True):
    """Runs in the requester's name: having the ticket's address is the proof."""

    ticket_id: UUID
    mail: ReadMail


async def receive_mail(command: ReceiveMail, uow: TicketingWork) -> Outcome:
    """A person's words become a message of the ticket, once; what a machine sent is noted, and answered by nothing.

    Raises TicketCancelled. To a ticket that is closed for more than 30 days it opens a new one, linked to it.
    """
    ticket = await _where_it_goes_on(await uow.tickets.get(command.ticket_id), uow)
    author, mail = must_be_customer(uow.actor, ticket), command.mail
    outcome = await _outcome(ticket, mail, uow)
    message_id = new_id() if outcome is Outcome.POSTED else None
    if not await mails.keep_mail(uow, mail.fingerprint, ticket.id, str(outcome), "", message_id):
        return Outcome.REPEATED
    if message_id is None:
        return outcome
    if ticket.is_closed_for_long(at=uow.now):
        ticket = await _following(ticket, uow)
    body = mail.text
    if mail.attached:
        body += f"\n\n[Pièces jointes non reprises : {', '.join(mail.attached)}]"
    message = Message(
        id=message_id,
        ticket_id=ticket.id,
        side=Side.CUSTOMER,
        author=author,
        body=body,
        posted_at=uow.now,
        channel="mail",
        quoted=mail.quoted,
    )
    moved = ticket.hear_customer(at=uow.now)
    await add_message(uow, ticket, message)
    await uow.tell(ticket, (message.posted(), *moved))
    return outcome


async def _where_it_goes_on(ticket: Ticket, uow: TicketingWork) -> Ticket:
    if ticket.status is not Status.MERGED:
        return ticket
    return await uow.tickets.get((await merge_of(uow.connection, ticket.id)).into_id)


async def _outcome(ticket: Ticket, mail: ReadMail, uow: TicketingWork) -> Outcome:
    if mail.written is Written.BOUNCE:
        return Outcome.BOUNCE
    if mail.written is Written.AUTOMATIC:
        return Outcome.AUTOMATIC
    if await mails.lately(uow, ticket.id) >= MOST_AN_HOUR:
        return Outcome.LOOP
    return Outcome.POSTED if mail.text or mail.attached else Outcome.EMPTY


async def _following(old: Ticket, uow: TicketingWork) -> Ticket:
    """Of the same person about the same service, linked to the one that is closed."""
    new = uow.tickets.add(
        Ticket(
            id=new_id(),
            reference=await next_reference(uow),
            entry_id=old.entry_id,
            form_number=old.form_number,
            subject=f"Suite de {old.reference} : {old.subject}"[:150],
            answers={},
            impact=old.impact,
            urgency=old.urgency,
            requester=old.requester,
            organisation_id=old.organisation_id,
            opened_at=uow.now,
            changed_at=uow.now,
            department=old.department,
        )
    )
    await uow.tell(new, (new.opened(),))
    await keep_link(uow, old.id, new.id)
    return new

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from contracts.tokens import UploadReceipt
from ticketing.domain.attachment import must_be_received_for
from ticketing.domain.mail.reading import ReadMail, Written
from ticketing.domain.policies import must_be_customer
from ticketing.domain.refusals import TicketMovedOn
from ticketing.domain.thread import Message, Side
from ticketing.domain.ticket import Status, Ticket
from ticketing.storage import attachments, mails
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
    """Runs in the requester's name: having the ticket's address is the proof. `receipts`: what documents took of its files,
    for the ticket that it goes on in or for the one that it opens (`following_id`); `refused`: a sentence for each other."""

    ticket_id: UUID
    mail: ReadMail
    receipts: list[UploadReceipt] = []
    refused: list[str] = []
    following_id: UUID | None = None


async def receive_mail(command: ReceiveMail, uow: TicketingWork) -> Outcome:
    """A person's words become a message of the ticket, once; what a machine sent is noted, and answered by nothing.

    Raises TicketCancelled, and TicketMovedOn where its files were taken for another ticket meanwhile. To a ticket that is closed for more than 30 days it opens a new one, linked to it.
    """
    ticket = await where_it_goes_on(await uow.tickets.get(command.ticket_id), uow)
    author, mail = must_be_customer(uow.actor, ticket), command.mail
    outcome = await outcome_of(ticket, mail, uow)
    message_id = new_id() if outcome is Outcome.POSTED else None
    if not await mails.keep_mail(uow, mail.fingerprint, ticket.id, str(outcome), "", message_id):
        return Outcome.REPEATED
    if message_id is None:
        return outcome
    if ticket.is_closed_for_long(at=uow.now):
        ticket = await _following(ticket, command, uow)
    if any(receipt.bundle != ticket.id for receipt in command.receipts):
        raise TicketMovedOn
    must_be_received_for(ticket.id, command.receipts, sender=author, tenant=uow.actor.tenant)
    body = "\n\n".join([mail.text, *(f"[Pièce jointe non reprise : {said}]" for said in command.refused)]).strip()
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
    await attachments.join(uow, ticket.id, command.receipts, by=author, message_id=message.id)
    await uow.tell(ticket, (message.posted(), *moved))
    return outcome


async def where_it_goes_on(ticket: Ticket, uow: TicketingWork) -> Ticket:
    if ticket.status is not Status.MERGED:
        return ticket
    return await uow.tickets.get((await merge_of(uow.connection, ticket.id)).into_id)


async def outcome_of(ticket: Ticket, mail: ReadMail, uow: TicketingWork) -> Outcome:
    if mail.written is Written.BOUNCE:
        return Outcome.BOUNCE
    if mail.written is Written.AUTOMATIC:
        return Outcome.AUTOMATIC
    if await mails.lately(uow, ticket.id) >= MOST_AN_HOUR:
        return Outcome.LOOP
    return Outcome.POSTED if mail.text or mail.attached else Outcome.EMPTY


async def _following(old: Ticket, command: ReceiveMail, uow: TicketingWork) -> Ticket:
    """Of the same person about the same service, linked to the one that is closed."""
    new = uow.tickets.add(
        Ticket(
            id=command.following_id or new_id(),
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
    if any(receipt.bundle == new.id for receipt in command.receipts):
        await attachments.take_reservation(uow, new.id, old.requester)
    await uow.tell(new, (new.opened(),))
    await keep_link(uow, old.id, new.id)
    return new

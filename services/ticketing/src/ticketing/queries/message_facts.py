"""What has to be written to whom because of an event. Subjects and numbers alone: what was written stays here."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import MessageFacts, Recipient
from contracts.ticketing import TicketAnswered, TicketOpened, TicketShared, TicketStatusChanged
from ticketing.domain.mail.reply_address import ReplyTo, local_part
from ticketing.domain.mail.whose import thread_of
from ticketing.domain.thread import Audience, Side
from ticketing.domain.ticket import Status
from ticketing.storage.guests import guest_of
from ticketing.storage.shares import shared_with
from ticketing.storage.tables import messages, tickets

NOTHING = MessageFacts(template="ticket_answered")


class AskFacts(msgspec.Struct, frozen=True):
    """`portal` is the address of the provider's public entrance."""

    event_type: str
    data: dict[str, Any]
    portal: str
    mail_domain: str = ""
    secret: bytes = b""


class WhichMessage(msgspec.Struct, frozen=True):
    """Of an event for which a mail is about to be written."""

    event_type: str
    data: dict[str, Any]


async def which_message(question: WhichMessage, _: Actor, connection: AsyncConnection) -> UUID | None:
    """The message that the mail tells of: the answer itself, or the one that came with the resolution."""
    m = messages.c
    if question.event_type == TicketAnswered.type and question.data["author"] == Side.SUPPORT:
        return UUID(question.data["message_id"])
    if question.event_type == TicketStatusChanged.type and question.data["status"] == Status.RESOLVED:
        of_ticket = select(m.id).where(m.ticket_id == UUID(question.data["ticket_id"]), m.resolution)
        return await connection.scalar(of_ticket.order_by(m.id.desc()).limit(1))
    return None


async def message_facts(question: AskFacts, _: Actor, connection: AsyncConnection) -> MessageFacts:
    """To the requester, who is told by one mail per fact."""
    template = await _template(question, connection)
    if template is None:
        return NOTHING
    wanted = select(tickets).where(tickets.c.id == UUID(question.data["ticket_id"]))
    ticket = (await connection.execute(wanted)).one_or_none()
    if ticket is None or (template == "ticket_resolved" and ticket.status not in (Status.RESOLVED, Status.CLOSED)):
        return NOTHING
    guest = await guest_of(connection, ticket.id)
    portal = question.portal.rstrip("/")
    values = {"reference": ticket.reference, "title": ticket.subject, "link": f"{portal}/mes-tickets/{ticket.id}"}
    if template == "ticket_shared":
        # Without the address for answers: it speaks for the requester.
        return MessageFacts(
            template=template,
            recipients=(Recipient(account_id=UUID(question.data["account_id"])),),
            values=values,
            thread=thread_of(question.secret, ReplyTo(ticket.tenant, ticket.id)),
        )
    recipient = Recipient(account_id=ticket.requester)
    if guest is not None:
        # Nothing of theirs can be read without an account: the mail itself says what was answered.
        recipient = Recipient(email=guest.email, name=guest.name)
        values |= {"link": f"{portal}/assistance-sans-compte", "answer": await _answer(question, connection)}
        template = template.replace("ticket_", "guest_ticket_")
    return MessageFacts(
        template=template,
        recipients=(recipient,),
        values={name: value for name, value in values.items() if value},
        reply_to=_reply_to(question, ticket.tenant, ticket.id),
        thread=thread_of(question.secret, ReplyTo(ticket.tenant, ticket.id)),
    )


def _reply_to(question: AskFacts, tenant: UUID, ticket_id: UUID) -> str:
    """The address that answers to this ticket, where mails can come in."""
    if not question.mail_domain:
        return ""
    return f"{local_part(question.secret, ReplyTo(tenant, ticket_id))}@{question.mail_domain}"


async def _answer(question: AskFacts, connection: AsyncConnection) -> str:
    """What was written: the message of the event, or the one that came with the resolution."""
    m = messages.c
    public = select(m.body).where(m.audience == str(Audience.PUBLIC), m.side == str(Side.SUPPORT))
    if question.event_type == TicketAnswered.type:
        return await connection.scalar(public.where(m.id == UUID(question.data["message_id"]))) or ""
    if question.event_type == TicketStatusChanged.type:
        of_ticket = public.where(m.ticket_id == UUID(question.data["ticket_id"]), m.resolution)
        return await connection.scalar(of_ticket.order_by(m.id.desc()).limit(1)) or ""
    return ""


async def _template(question: AskFacts, connection: AsyncConnection) -> str | None:
    data = question.data
    match question.event_type:
        case TicketOpened.type:
            return "ticket_opened"
        case TicketAnswered.type if data["author"] == Side.SUPPORT:
            return "ticket_answered" if await _is_for_itself(UUID(data["message_id"]), connection) else None
        case TicketStatusChanged.type if data["status"] == Status.RESOLVED:
            return "ticket_resolved"
        case TicketShared.type:
            shared = await shared_with(connection, UUID(data["ticket_id"]))
            return "ticket_shared" if UUID(data["account_id"]) in shared else None
        case _:
            return None


async def _is_for_itself(message_id: UUID, connection: AsyncConnection) -> bool:
    """Public, and not the words that came with a resolution, which has a mail of its own."""
    wanted = select(messages.c.id).where(
        messages.c.id == message_id, messages.c.audience == str(Audience.PUBLIC), ~messages.c.resolution
    )
    return (await connection.execute(wanted)).one_or_none() is not None

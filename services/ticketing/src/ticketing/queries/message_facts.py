"""What has to be written to whom because of an event. Subjects and numbers alone: what was written stays here."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import MessageFacts, Recipient
from contracts.ticketing import TicketAnswered, TicketOpened, TicketStatusChanged
from ticketing.domain.thread import Audience, Side
from ticketing.domain.ticket import Status
from ticketing.storage.tables import messages, tickets

NOTHING = MessageFacts(template="ticket_answered")


class AskFacts(msgspec.Struct, frozen=True):
    """`portal` is the address of the provider's public entrance."""

    event_type: str
    data: dict[str, Any]
    portal: str


async def message_facts(question: AskFacts, _: Actor, connection: AsyncConnection) -> MessageFacts:
    """To the requester, who is told by one mail per fact."""
    template = await _template(question, connection)
    if template is None:
        return NOTHING
    wanted = select(tickets).where(tickets.c.id == UUID(question.data["ticket_id"]))
    ticket = (await connection.execute(wanted)).one_or_none()
    if ticket is None or (template == "ticket_resolved" and ticket.status not in (Status.RESOLVED, Status.CLOSED)):
        return NOTHING
    return MessageFacts(
        template=template,
        recipients=(Recipient(account_id=ticket.requester),),
        values={
            "reference": ticket.reference,
            "title": ticket.subject,
            "link": f"{question.portal.rstrip('/')}/mes-tickets/{ticket.id}",
        },
    )


async def _template(question: AskFacts, connection: AsyncConnection) -> str | None:
    data = question.data
    match question.event_type:
        case TicketOpened.type:
            return "ticket_opened"
        case TicketAnswered.type if data["author"] == Side.SUPPORT:
            return "ticket_answered" if await _is_for_itself(UUID(data["message_id"]), connection) else None
        case TicketStatusChanged.type if data["status"] == Status.RESOLVED:
            return "ticket_resolved"
        case _:
            return None


async def _is_for_itself(message_id: UUID, connection: AsyncConnection) -> bool:
    """Public, and not the words that came with a resolution, which has a mail of its own."""
    wanted = select(messages.c.id).where(
        messages.c.id == message_id, messages.c.audience == str(Audience.PUBLIC), ~messages.c.resolution
    )
    return (await connection.execute(wanted)).one_or_none() is not None

from typing import Literal
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from contracts.tokens import UploadReceipt
from ticketing.domain.attachable import must_be_known
from ticketing.domain.attachment import must_be_received_for
from ticketing.domain.policies import must_be_support
from ticketing.domain.texts import must_be_written
from ticketing.domain.thread import LONGEST_MESSAGE, Message, Side
from ticketing.domain.ticket import Status
from ticketing.storage import attachable, attachments, desk
from ticketing.storage.thread import add_message
from ticketing.storage.unit_of_work import TicketingWork

Then = Literal["open", "waiting_customer", "resolved"]


class AnswerTicket(Struct, frozen=True):
    """`then` is what the ticket becomes with the answer; `seen` the version that the agent had read.
    `receipts` were verified: documents did receive these files. `article` is of the knowledge base, by its id or
    its slug; its pages are at `portal`."""

    ticket_id: UUID
    body: str
    then: Then = "open"
    seen: int | None = None
    receipts: list[UploadReceipt] = []
    article: UUID | str | None = None
    portal: str = ""


async def answer_ticket(command: AnswerTicket, uow: TicketingWork) -> Message:
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await uow.must_be_current(ticket, command.seen)
    then = Status(command.then)
    body = must_be_written(command.body, "/body", longest=LONGEST_MESSAGE)
    if command.article is not None:
        must_be_known(command.portal)
        page = await attachable.must_be_attachable(uow.connection, ticket.id, command.article, uow.now)
        body = must_be_written(page.added_to(body, command.portal), "/body", longest=LONGEST_MESSAGE)
    message = Message(
        id=new_id(),
        ticket_id=ticket.id,
        side=Side.SUPPORT,
        author=agent,
        body=body,
        posted_at=uow.now,
        resolution=then is Status.RESOLVED and ticket.status is not Status.RESOLVED,
    )
    moved = ticket.answer(agent, then=then, at=uow.now)
    must_be_received_for(ticket.id, command.receipts, sender=agent, tenant=uow.actor.tenant)
    await add_message(uow, ticket, message)
    await attachments.join(uow, ticket.id, command.receipts, by=agent, message_id=message.id)
    await desk.forget_draft(uow, ticket.id, agent)
    await uow.tell(ticket, (message.posted(), *moved))
    return message

from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from contracts.tokens import UploadReceipt
from ticketing.domain.attachment import must_be_received_for
from ticketing.domain.policies import must_be_customer
from ticketing.domain.texts import must_be_written
from ticketing.domain.thread import LONGEST_MESSAGE, Message, Side
from ticketing.storage import attachments
from ticketing.storage.thread import add_message
from ticketing.storage.unit_of_work import TicketingWork


class PostReply(Struct, frozen=True):
    """`receipts` were verified: documents did receive these files."""

    ticket_id: UUID
    body: str
    receipts: list[UploadReceipt] = []


async def post_reply(command: PostReply, uow: TicketingWork) -> Message:
    """Brings the ticket back when it was waiting, solved, or closed for less than 30 days."""
    ticket = await uow.tickets.get(command.ticket_id)
    author = must_be_customer(uow.actor, ticket)
    body = must_be_written(command.body, "/body", longest=LONGEST_MESSAGE)
    message = Message(id=new_id(), ticket_id=ticket.id, side=Side.CUSTOMER, author=author, body=body, posted_at=uow.now)
    moved = ticket.hear_customer(at=uow.now)
    must_be_received_for(ticket.id, command.receipts, sender=author, tenant=uow.actor.tenant)
    await add_message(uow, ticket, message)
    await attachments.join(uow, ticket.id, command.receipts, by=author, message_id=message.id)
    await uow.tell(ticket, (message.posted(), *moved))
    return message

from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from ticketing.domain.policies import must_be_customer
from ticketing.domain.sessions import ASKED, session_asked
from ticketing.domain.thread import Message, Side
from ticketing.storage.thread import add_message
from ticketing.storage.unit_of_work import TicketingWork


class AskSession(Struct, frozen=True, kw_only=True):
    """`when` says in words when the customer is there; empty for any time."""

    ticket_id: UUID
    phone: str
    when: str = ""


async def ask_session(command: AskSession, uow: TicketingWork) -> Message:
    """Stands among what was said, like any answer; the session itself is logged by who holds it."""
    ticket = await uow.tickets.get(command.ticket_id)
    author = must_be_customer(uow.actor, ticket)
    message = Message(
        id=new_id(),
        ticket_id=ticket.id,
        side=Side.CUSTOMER,
        author=author,
        body=session_asked(command.phone, command.when, uow.actor.locale),
        posted_at=uow.now,
        channel=ASKED,
    )
    moved = ticket.hear_customer(at=uow.now)
    await add_message(uow, ticket, message)
    await uow.tell(ticket, (message.posted(), *moved))
    return message

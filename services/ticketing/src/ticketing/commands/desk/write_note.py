from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from ticketing.domain.policies import must_be_support
from ticketing.domain.texts import must_be_written
from ticketing.domain.thread import LONGEST_MESSAGE, Audience, Message, Side
from ticketing.storage.thread import add_message
from ticketing.storage.unit_of_work import TicketingWork


class WriteNote(Struct, frozen=True):
    ticket_id: UUID
    body: str


async def write_note(command: WriteNote, uow: TicketingWork) -> Message:
    """For colleagues' eyes: no event tells of it, and no answer to a customer holds it."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    note = Message(
        id=new_id(),
        ticket_id=ticket.id,
        side=Side.SUPPORT,
        author=agent,
        body=must_be_written(command.body, "/body", longest=LONGEST_MESSAGE),
        posted_at=uow.now,
        audience=Audience.INTERNAL,
    )
    ticket.add_note(at=uow.now)
    await add_message(uow, ticket, note)
    uow.note("ticketing.note.written", ticket.id)
    return note

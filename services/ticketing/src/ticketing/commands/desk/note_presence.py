from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.storage import desk
from ticketing.storage.unit_of_work import TicketingWork


class NotePresence(Struct, frozen=True):
    ticket_id: UUID
    writing: bool = False


async def note_presence(command: NotePresence, uow: TicketingWork) -> None:
    """Said by an open page every few seconds."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await desk.note_presence(uow, ticket.id, agent, writing=command.writing)

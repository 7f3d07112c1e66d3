from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.thread import LONGEST_MESSAGE
from ticketing.storage import desk
from ticketing.storage.unit_of_work import TicketingWork


class SaveDraft(Struct, frozen=True):
    ticket_id: UUID
    body: str


async def save_draft(command: SaveDraft, uow: TicketingWork) -> None:
    """What an agent has typed so far, for them alone. Nothing typed forgets it."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await desk.keep_draft(uow, ticket.id, agent, command.body.replace("\x00", "")[:LONGEST_MESSAGE])

from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.thread import Side
from ticketing.storage import desk
from ticketing.storage.thread import mark_read
from ticketing.storage.unit_of_work import TicketingWork


class OpenTicketPage(Struct, frozen=True):
    ticket_id: UUID


async def open_ticket_page(command: OpenTicketPage, uow: TicketingWork) -> None:
    """The customer's messages are read by support from here on, and the journal says by whom."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await desk.note_agent(uow, agent)
    await desk.note_presence(uow, ticket.id, agent, writing=False)
    _ = await mark_read(uow, ticket.id, agent, Side.SUPPORT)
    uow.note("ticketing.ticket.read", ticket.id, concerns=ticket.requester, purpose="assistance")

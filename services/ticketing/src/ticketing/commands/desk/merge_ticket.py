from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.ticket import Ticket, must_go_together
from ticketing.storage.merges import keep_merge, merged_into
from ticketing.storage.unit_of_work import TicketingWork


class MergeTicket(Struct, frozen=True):
    """`into` is the number of the ticket where it goes on."""

    ticket_id: UUID
    into: str


async def merge_ticket(command: MergeTicket, uow: TicketingWork) -> Ticket:
    """What was said stays where it was said, and is read in the other one too. Can be undone for 30 days."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    into = await uow.tickets.by_reference(command.into)
    must_go_together(ticket, into, has_others=bool(await merged_into(uow.connection, ticket.id)))
    await keep_merge(uow, ticket.id, into.id, agent, ticket.status)
    await uow.tell(ticket, ticket.merge(at=uow.now))
    into.add_note(at=uow.now)
    return into

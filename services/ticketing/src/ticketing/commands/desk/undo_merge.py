from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.refusals import MergedForLong
from ticketing.domain.ticket import Ticket
from ticketing.storage.merges import forget_merge, merge_of
from ticketing.storage.unit_of_work import TicketingWork

UNDONE_WITHIN = timedelta(days=30)


class UndoMerge(Struct, frozen=True):
    ticket_id: UUID


async def undo_merge(command: UndoMerge, uow: TicketingWork) -> Ticket:
    """It goes on by itself again, as it was."""
    _ = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    merge = await merge_of(uow.connection, ticket.id)
    if uow.now - merge.at > UNDONE_WITHIN:
        raise MergedForLong
    await forget_merge(uow, ticket.id)
    await uow.tell(ticket, ticket.unmerge(merge.status_before, at=uow.now))
    return ticket

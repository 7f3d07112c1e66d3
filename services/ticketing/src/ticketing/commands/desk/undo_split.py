from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.splits import must_be_recent
from ticketing.domain.ticket import Ticket, must_go_together
from ticketing.storage import splits
from ticketing.storage.merges import forget_link, keep_merge, merged_into
from ticketing.storage.unit_of_work import TicketingWork


class UndoSplit(Struct, frozen=True):
    """`ticket_id` is the one that was made."""

    ticket_id: UUID


async def undo_split(command: UndoSplit, uow: TicketingWork) -> Ticket:
    """It goes on in the one that it came from, with what was said in it since. Raises NotSplit, SplitForLong, and
    MergeRefused when one of the two is over."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    split = await splits.split_of(uow.connection, ticket.id)
    must_be_recent(split.at, now=uow.now)
    old = await uow.tickets.get(split.from_id)
    must_go_together(ticket, old, has_others=bool(await merged_into(uow.connection, ticket.id)))
    await splits.forget_split(uow, ticket.id)
    await forget_link(uow, ticket.id, old.id)
    await keep_merge(uow, ticket.id, old.id, agent, ticket.status)
    await uow.tell(ticket, ticket.merge(at=uow.now))
    old.add_note(at=uow.now)
    return old

from typing import Literal
from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_support
from ticketing.domain.ticket import Status, Ticket
from ticketing.storage.unit_of_work import TicketingWork


class WaitFor(Struct, frozen=True):
    """`seen` is the version that the agent had read."""

    ticket_id: UUID
    whom: Literal["customer", "third_party"]
    seen: int | None = None


async def wait_for(command: WaitFor, uow: TicketingWork) -> Ticket:
    _ = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await uow.must_be_current(ticket, command.seen)
    await uow.tell(ticket, ticket.wait(Status(f"waiting_{command.whom}"), at=uow.now))
    return ticket

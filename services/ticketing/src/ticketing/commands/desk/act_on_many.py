from typing import Literal
from uuid import UUID

from msgspec import Struct

from chassis.refusals import Conflict, NotFound
from ticketing.domain.policies import must_be_support
from ticketing.domain.refusals import TooManyTickets
from ticketing.domain.ticket import Facts, Status, Ticket
from ticketing.storage.unit_of_work import TicketingWork

MOST = 100
Act = Literal["take", "wait", "resolve", "spam"]


class ActOnMany(Struct, frozen=True):
    ticket_ids: tuple[UUID, ...]
    act: Act


class Done(Struct, frozen=True):
    """`left` are those whose state did not permit it; they are as they were."""

    done: int
    left: int


async def act_on_many(command: ActOnMany, uow: TicketingWork) -> Done:
    agent = must_be_support(uow.actor)
    if len(command.ticket_ids) > MOST:
        raise TooManyTickets
    done = 0
    # In one order for everybody: two agents who act on the same ones wait for each other, and no longer.
    for ticket_id in sorted(set(command.ticket_ids)):
        try:
            ticket = await uow.tickets.get(ticket_id)
            await uow.tell(ticket, _acted(ticket, command.act, agent, uow))
            done += 1
        except (Conflict, NotFound):
            continue
    return Done(done, len(set(command.ticket_ids)) - done)


def _acted(ticket: Ticket, act: Act, agent: UUID, uow: TicketingWork) -> Facts:
    match act:
        case "take":
            return ticket.take(agent, from_colleague=False, at=uow.now)
        case "wait":
            return ticket.wait(Status.WAITING_CUSTOMER, at=uow.now)
        case "resolve":
            return ticket.resolve(at=uow.now)
        case "spam":
            return ticket.set_aside(at=uow.now)

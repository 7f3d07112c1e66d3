from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from ticketing.domain.canned import filled
from ticketing.domain.macros import Macro, must_be_complete
from ticketing.domain.policies import must_be_support
from ticketing.domain.thread import Audience, Message, Side
from ticketing.domain.ticket import Facts, Status, Ticket
from ticketing.storage import macros
from ticketing.storage.thread import add_message
from ticketing.storage.unit_of_work import TicketingWork


class RunMacro(Struct, frozen=True):
    """`values` fill the variables of its texts; `seen` is the version that the agent had read."""

    ticket_id: UUID
    macro_id: UUID
    values: dict[str, str] = {}
    seen: int | None = None


async def run_macro(command: RunMacro, uow: TicketingWork) -> Ticket:
    """All of it or nothing."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    await uow.must_be_current(ticket, command.seen)
    macro = await macros.macro_by_id(uow.connection, command.macro_id)
    must_be_complete(macro, command.values)
    facts: Facts = ticket.take(agent, from_colleague=True, at=uow.now) if macro.take else ()
    if macro.team is not None:
        ticket.pass_to(macro.team, at=uow.now)
    if macro.note.strip():
        ticket.add_note(at=uow.now)
        await add_message(uow, ticket, _message(ticket, agent, filled(macro.note, command.values), uow, internal=True))
    await uow.tell(ticket, (*facts, *await _answered(macro, ticket, agent, command, uow)))
    return ticket


async def _answered(macro: Macro, ticket: Ticket, agent: UUID, command: RunMacro, uow: TicketingWork) -> Facts:
    """What the customer hears of it."""
    outcome = Status(macro.outcome) if macro.outcome else None
    if not macro.reply.strip():
        return _moved(ticket, outcome, uow)
    resolution = outcome is Status.RESOLVED and ticket.status is not Status.RESOLVED
    message = _message(ticket, agent, filled(macro.reply, command.values), uow, resolution=resolution)
    moved = ticket.answer(agent, then=outcome or Status.OPEN, at=uow.now)
    await add_message(uow, ticket, message)
    return (message.posted(), *moved)


def _moved(ticket: Ticket, outcome: Status | None, uow: TicketingWork) -> Facts:
    match outcome:
        case Status.RESOLVED:
            return ticket.resolve(at=uow.now)
        case Status.WAITING_CUSTOMER | Status.WAITING_THIRD_PARTY if ticket.status is not outcome:
            return ticket.wait(outcome, at=uow.now)
        case _:
            return ()


def _message(
    ticket: Ticket, agent: UUID, body: str, uow: TicketingWork, *, internal: bool = False, resolution: bool = False
) -> Message:
    return Message(
        id=new_id(),
        ticket_id=ticket.id,
        side=Side.SUPPORT,
        author=agent,
        body=body,
        posted_at=uow.now,
        audience=Audience.INTERNAL if internal else Audience.PUBLIC,
        resolution=resolution,
    )

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from ticketing.domain.policies import must_be_support
from ticketing.domain.texts import must_be_written
from ticketing.domain.thread import (
    LONGEST_SUMMARY,
    Intervention,
    InterventionKind,
    must_be_a_duration,
    must_have_started,
)
from ticketing.storage.thread import add_intervention
from ticketing.storage.unit_of_work import TicketingWork


class LogIntervention(Struct, frozen=True, kw_only=True):
    """`started_at` is now, less the duration, when it is not given. The summary is for the customer too."""

    ticket_id: UUID
    kind: InterventionKind
    minutes: int
    summary: str
    started_at: datetime | None = None


async def log_intervention(command: LogIntervention, uow: TicketingWork) -> Intervention:
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    minutes = must_be_a_duration(command.minutes)
    done = Intervention(
        id=new_id(),
        ticket_id=ticket.id,
        kind=command.kind,
        minutes=minutes,
        summary=must_be_written(command.summary, "/summary", longest=LONGEST_SUMMARY),
        agent=agent,
        started_at=must_have_started(command.started_at, minutes, now=uow.now),
        logged_at=uow.now,
    )
    moved = ticket.add_intervention(agent, at=uow.now)
    await add_intervention(uow, ticket, done)
    await uow.tell(ticket, (done.logged(), *moved))
    return done

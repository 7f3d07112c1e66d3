"""People whose mails come back must be reached otherwise: who can do so is told, once a day at most."""

from datetime import date
from uuid import UUID, uuid5

import msgspec

from chassis import telemetry
from chassis.inbox import is_first_time
from contracts.messages import Lane
from notifier.commands.plan_notification import planned
from notifier.domain.inbox.preferences import day_of, next_time
from notifier.domain.notification import Cause
from notifier.storage.work import NotifierWork

TELL = "tell-managers"
WAITING = "notifier.addresses.waiting"
HOUR = 8
_DAYS = UUID("c0a1f7de-8e5f-4a55-9d0b-52a1f3a1be10")


class TellManagers(msgspec.Struct, frozen=True):
    suppression_id: UUID


async def plan_telling(suppression_id: UUID, uow: NotifierWork) -> None:
    """In the next morning, together with whatever else comes back until then."""
    await uow.schedule(TELL, suppression_id, due_at=next_time(HOUR, after=uow.now))


async def tell_managers(command: TellManagers, uow: NotifierWork) -> None:
    """The first of the day tells of them all. Who is left to reach is counted when it is written."""
    today = waiting_id(uow.actor.tenant, day_of(uow.now))
    if await is_first_time(uow, today, "tell_managers"):
        cause = Cause(event_id=today, type=WAITING, about=command.suppression_id, data={})
        _ = await planned(cause, Lane.SERVICE, None, telemetry.traceparent(), uow)


def waiting_id(tenant: UUID, day: date) -> UUID:
    return uuid5(_DAYS, f"{tenant}/{day.isoformat()}")

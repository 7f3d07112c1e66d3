from datetime import date, time
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from chassis.refusals import Fault
from demarches.domain.appointments.calendar import Closure
from demarches.domain.policies import must_arrange
from demarches.domain.refusals import ClosureNotRight
from demarches.storage.appointments.calendars import add_closure
from demarches.storage.unit_of_work import DemarchesWork


class CloseDays(Struct, frozen=True, kw_only=True):
    """`everywhere`: every calendar of the organisation, this one among them."""

    calendar_id: UUID
    since: date
    until: date
    reason: str
    closes: time | None = None
    opens_again: time | None = None
    resource: str | None = None
    everywhere: bool = False


async def close_days(command: CloseDays, uow: DemarchesWork) -> Closure:
    """No new appointment from now on. Those already given stay: who closes is shown them, and cancels or keeps each."""
    must_arrange(uow.actor)
    _ = await uow.calendars.get(command.calendar_id)
    faults = list(_faults(command))
    if faults:
        raise ClosureNotRight(faults=faults)
    closure = Closure(
        id=new_id(),
        since=command.since,
        until=command.until,
        reason=command.reason.strip(),
        closes=command.closes,
        opens_again=command.opens_again,
        resource=command.resource,
    )
    await add_closure(uow.connection, None if command.everywhere else command.calendar_id, closure)
    uow.note("demarches.calendar.closed", command.calendar_id)
    return closure


def _faults(command: CloseDays) -> list[Fault]:
    found: list[Fault] = []
    if not command.reason.strip():
        found.append(Fault("/reason", "Dites pourquoi : les habitants le liront.", "missing"))
    if command.until < command.since:
        found.append(Fault("/until", "Le dernier jour doit suivre le premier.", "order"))
    if command.closes and command.opens_again and command.closes >= command.opens_again:
        found.append(Fault("/opens_again", "La réouverture doit suivre la fermeture.", "order"))
    return found

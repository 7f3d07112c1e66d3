"""Say that on some days the town hall is closed, or open at other hours."""

from datetime import date

import msgspec

from chassis.ids import new_id
from notifier.domain.publishing.hours import Asked, HoursException, Opening, must_make_sense
from notifier.storage.work import NotifierWork


class AddHoursException(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No opening: closed all day."""

    first_day: date
    last_day: date
    reason: str
    openings: tuple[Opening, ...] = ()


async def add_hours_exception(command: AddHoursException, uow: NotifierWork) -> HoursException:
    c = command
    must_make_sense(Asked(c.first_day, c.last_day, c.openings, c.reason))
    exception = HoursException(
        id=new_id(),
        first_day=c.first_day,
        last_day=c.last_day,
        openings=tuple(sorted(c.openings, key=lambda opening: opening.begins)),
        reason=" ".join(c.reason.split()),
        written_at=uow.now,
    )
    exception = uow.hours.add(exception)
    uow.record(exception.said())
    return exception

"""What booking, moving and offering share: a slot taken for a dossier, a slot given back and offered on."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.ids import new_id
from demarches.domain.appointments.booking import HOLD_LIVES, OFFER_LIVES, Booking, Origin
from demarches.domain.appointments.calendar import Calendar
from demarches.domain.appointments.slots import Slot, local_day, offered
from demarches.domain.definition import Appointment
from demarches.domain.dossier import Dossier
from demarches.domain.refusals import CalendarNotFound, SlotNotOffered, SlotTaken, TooManyBookings
from demarches.storage.appointments.bookings import count_to_come, exchange_places
from demarches.storage.appointments.calendars import calendar_kept_as_is, open_days
from demarches.storage.unit_of_work import DemarchesWork

EXPIRE_HOLD = "booking.expire"
REMIND = "booking.remind"


async def take_slot(
    uow: DemarchesWork,
    dossier: Dossier,
    rule: Appointment,
    calendar_id: UUID,
    starts_at: datetime,
    *,
    instead_of: Booking | None = None,
) -> tuple[Booking, Calendar]:
    """A booking held for ten minutes, the places of `instead_of` given back with it.

    Raises SlotNotOffered, SlotTaken, TooManyBookings. The calendar's rules are locked against change, then the
    applicant's turn, then the counters of the slots.
    """
    calendar = await calendar_kept_as_is(uow.connection, calendar_id)
    slots = await _slots(uow, calendar, starts_at, rule.units)
    already = await count_to_come(uow.connection, calendar_id, dossier.applicant, dossier.id, uow.now)
    if already >= calendar.settings.per_person:
        raise TooManyBookings
    await exchange_places(uow.connection, calendar_id, slots, instead_of)
    return await _kept(uow, dossier.id, calendar_id, slots, until=uow.now + HOLD_LIVES), calendar


async def give_slot_back(uow: DemarchesWork, booking: Booking) -> None:
    """Its places, which go to whoever waits for one in that calendar."""
    await exchange_places(uow.connection, booking.calendar_id, (), booking)
    await offer_to_next(uow, booking)


async def offer_to_next(uow: DemarchesWork, given_back: Booking) -> None:
    """Keep the slot for the first who waits and whose appointment fits in it; nobody else can take it meanwhile."""
    await uow.bookings.save_changes()
    next_one = await uow.waiting.first(given_back.calendar_id, but=given_back.dossier_id)
    if next_one is None:
        return
    entry, dossier = next_one
    rule = (await uow.definition_of(dossier)).must_take_appointments()
    try:
        calendar = await calendar_kept_as_is(uow.connection, given_back.calendar_id)
        slots = await _slots(uow, calendar, given_back.starts_at, rule.units)
        until = min(uow.now + OFFER_LIVES, slots[0].starts_at - timedelta(hours=calendar.settings.notice_hours))
        await exchange_places(uow.connection, calendar.id, slots)
    except (SlotNotOffered, SlotTaken, CalendarNotFound):
        # Nothing to offer: too late for anyone, or closed meanwhile. They go on waiting.
        return
    booking = await _kept(uow, dossier.id, calendar.id, slots, until=until, origin=Origin.OFFERED)
    entry.offer_slot(until=until)
    uow.record(booking.held(), concerns=dossier.account)


async def schedule_reminder(uow: DemarchesWork, booking: Booking, calendar: Calendar) -> None:
    due_at = booking.starts_at - timedelta(hours=calendar.settings.reminder_hours)
    if calendar.settings.reminder_hours and due_at > uow.now:
        await uow.schedule(REMIND, booking.id, due_at=due_at)


async def stop_waiting(uow: DemarchesWork, booking: Booking, dossier: Dossier) -> None:
    """Whoever has an appointment waits no more."""
    if dossier.account is None:
        return
    entry = await uow.waiting.of(booking.calendar_id, dossier.account)
    if entry is not None and entry.dossier_id == dossier.id:
        entry.serve()


async def _slots(uow: DemarchesWork, calendar: Calendar, starts_at: datetime, units: int) -> list[Slot]:
    if starts_at.tzinfo is None:
        raise SlotNotOffered
    day = local_day(starts_at)
    days = await open_days(uow.connection, calendar, day, day)
    return offered(days, starts_at, units=units, at=uow.now)


async def _kept(
    uow: DemarchesWork,
    dossier_id: UUID,
    calendar_id: UUID,
    slots: list[Slot],
    *,
    until: datetime,
    origin: Origin = Origin.CHOSEN,
) -> Booking:
    booking = Booking(
        id=new_id(),
        dossier_id=dossier_id,
        calendar_id=calendar_id,
        starts_at=slots[0].starts_at,
        ends_at=slots[-1].ends_at,
        slots=[slot.starts_at for slot in slots],
        made_at=uow.now,
        origin=origin,
        held_until=until,
    )
    await uow.schedule(EXPIRE_HOLD, booking.id, due_at=until)
    return uow.bookings.add(booking)

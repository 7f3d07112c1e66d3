"""Appointments, as applicants choose, change and cancel them."""

from datetime import date, datetime
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from chassis.access import Needs
from chassis.http import Again, Ask, By
from demarches.commands.appointments.book_appointment import BookAppointment, book_appointment
from demarches.commands.appointments.cancel_booking import CancelBooking, cancel_booking
from demarches.commands.appointments.confirm_booking import ConfirmBooking, confirm_booking
from demarches.commands.appointments.hold_slot import HoldSlot, hold_slot
from demarches.commands.appointments.leave_waiting_list import LeaveWaitingList, leave_waiting_list
from demarches.commands.appointments.wait_for_slot import WaitForSlot, wait_for_slot
from demarches.domain.appointments.booking import Booking
from demarches.domain.appointments.waiting import Waiting
from demarches.http.bodies import BookingToCancel, SlotChosen, SlotWanted
from demarches.http.dossiers import Now
from demarches.http.drafts import Run
from demarches.queries.appointments.file import AskFile, appointment_file
from demarches.queries.appointments.views import WeekView
from demarches.queries.appointments.week import AskWeek, read_week

ICS = {"content-disposition": 'attachment; filename="rendez-vous.ics"', "cache-control": "no-store"}


class BookedView(Struct, kw_only=True):
    id: UUID
    status: str
    starts_at: datetime
    held_until: datetime | None

    @classmethod
    def of(cls, booking: Booking) -> "BookedView":
        return cls(
            id=booking.id,
            status=str(booking.status),
            starts_at=booking.starts_at,
            held_until=booking.held_until,
        )


class WaitingView(Struct, kw_only=True):
    id: UUID
    status: str

    @classmethod
    def of(cls, entry: Waiting) -> "WaitingView":
        return cls(id=entry.id, status=str(entry.status))


@get("/{dossier_id:uuid}/slots", needs=Needs.ANYONE)
async def slots(
    dossier_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    clock: Now,
    calendar: FromQuery[UUID | None] = None,
    of: FromQuery[date | None] = None,
) -> WeekView:
    """The week of a day, or that of the first free slot."""
    question = AskWeek(dossier_id=dossier_id, at=clock(), calendar_id=calendar, of=of)
    return await queries.ask(read_week, question, actor=actor)


@post("/{dossier_id:uuid}/hold", needs=Needs.ANYONE)
async def hold(
    dossier_id: FromPath[UUID], data: JSONBody[SlotWanted], actor: By, commands: Run, once: Again
) -> BookedView:
    """For a draft: kept for ten minutes, confirmed by its submission. 409 when somebody was faster."""
    command = HoldSlot(dossier_id, data.calendar_id, data.starts_at)
    return await commands.run(hold_slot, command, actor=actor, show=BookedView.of, once=once)


@post("/{dossier_id:uuid}/bookings", needs=Needs.ANYONE)
async def book(
    dossier_id: FromPath[UUID], data: JSONBody[SlotChosen], actor: By, commands: Run, once: Again
) -> BookedView:
    """For a dossier that was sent: add an appointment, or move the one named by `instead_of`."""
    command = BookAppointment(dossier_id, data.calendar_id, data.starts_at, data.instead_of)
    return await commands.run(book_appointment, command, actor=actor, show=BookedView.of, once=once)


@post("/{dossier_id:uuid}/bookings/{booking_id:uuid}/confirmation", needs=Needs.ANYONE)
async def confirm(
    dossier_id: FromPath[UUID], booking_id: FromPath[UUID], actor: By, commands: Run, once: Again
) -> BookedView:
    """Yes to a slot that was offered from the waiting list."""
    command = ConfirmBooking(dossier_id, booking_id)
    return await commands.run(confirm_booking, command, actor=actor, show=BookedView.of, once=once)


@post("/{dossier_id:uuid}/bookings/{booking_id:uuid}/cancellation", needs=Needs.ANYONE)
async def cancel(
    dossier_id: FromPath[UUID],
    booking_id: FromPath[UUID],
    data: JSONBody[BookingToCancel],
    actor: By,
    commands: Run,
    once: Again,
) -> BookedView:
    command = CancelBooking(dossier_id=dossier_id, booking_id=booking_id, confirmed=data.confirm, reason=data.reason)
    return await commands.run(cancel_booking, command, actor=actor, show=BookedView.of, once=once)


@get("/{dossier_id:uuid}/bookings/{booking_id:uuid}/file.ics", needs=Needs.ANYONE)
async def ics(
    dossier_id: FromPath[UUID], booking_id: FromPath[UUID], actor: By, queries: Ask, clock: Now
) -> Response[bytes]:
    content = await queries.ask(appointment_file, AskFile(dossier_id, booking_id, clock()), actor=actor)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=ICS)


@post("/{dossier_id:uuid}/waiting/{calendar_id:uuid}", needs=Needs.SIGNED_IN)
async def wait(dossier_id: FromPath[UUID], calendar_id: FromPath[UUID], actor: By, commands: Run) -> WaitingView:
    """Be told when a slot of this calendar comes free."""
    return await commands.run(wait_for_slot, WaitForSlot(dossier_id, calendar_id), actor=actor, show=WaitingView.of)


@post("/{dossier_id:uuid}/waiting/{calendar_id:uuid}/end", needs=Needs.SIGNED_IN, status_code=204)
async def leave(dossier_id: FromPath[UUID], calendar_id: FromPath[UUID], actor: By, commands: Run) -> None:
    await commands.run(leave_waiting_list, LeaveWaitingList(dossier_id, calendar_id), actor=actor)


router = Router("/dossiers", route_handlers=[slots, hold, book, confirm, cancel, ics, wait, leave])

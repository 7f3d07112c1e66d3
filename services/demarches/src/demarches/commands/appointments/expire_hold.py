from uuid import UUID

from msgspec import Struct

from demarches.commands.appointments.taking import give_slot_back
from demarches.domain.appointments.booking import Origin
from demarches.storage.unit_of_work import DemarchesWork


class ExpireHold(Struct, frozen=True):
    booking_id: UUID


async def expire_hold(command: ExpireHold, uow: DemarchesWork) -> None:
    """A hold that nobody confirmed in time is given back; whoever let an offered slot pass leaves the waiting list.

    The dossier's row is locked before the booking's, as everywhere.
    """
    dossier = await uow.dossiers.of_booking(command.booking_id)
    if dossier is None:
        return
    booking = await uow.bookings.of(dossier.id, command.booking_id)
    if not booking.is_due_to_expire(uow.now):
        return
    booking.let_go(at=uow.now)
    if booking.origin is Origin.OFFERED and dossier.account is not None:
        entry = await uow.waiting.of(booking.calendar_id, dossier.account)
        if entry is not None:
            entry.pass_on()
    await uow.waiting.save_changes()
    await give_slot_back(uow, booking)

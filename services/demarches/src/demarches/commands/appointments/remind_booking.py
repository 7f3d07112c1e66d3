from uuid import UUID

from msgspec import Struct

from demarches.storage.unit_of_work import DemarchesWork


class RemindBooking(Struct, frozen=True):
    booking_id: UUID


async def remind_booking(command: RemindBooking, uow: DemarchesWork) -> None:
    """Nothing for an appointment moved or cancelled since: the new one has a reminder of its own."""
    dossier = await uow.dossiers.of_booking(command.booking_id)
    if dossier is None:
        return
    reminder = (await uow.bookings.of(dossier.id, command.booking_id)).remind()
    if reminder is not None:
        uow.record(reminder, concerns=dossier.account)

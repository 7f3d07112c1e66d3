"""Bookings, and the places they hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.repository import Repository
from demarches.domain.appointments.booking import ACTIVE, Booking, BookingStatus, Origin
from demarches.domain.appointments.slots import Slot
from demarches.domain.refusals import BookingNotFound, SlotTaken
from demarches.storage import allotments
from demarches.storage.tables import bookings, dossiers

FIELDS = [name for name in Booking.__dataclass_fields__ if name != "version"]


class Bookings(Repository[Booking]):
    table = bookings
    missing = BookingNotFound

    def load(self, row: Row[Any]) -> Booking:
        return booking_of(row)

    def dump(self, aggregate: Booking) -> dict[str, Any]:
        row = {name: getattr(aggregate, name) for name in FIELDS}
        return row | {
            "status": str(aggregate.status),
            "origin": str(aggregate.origin),
            "slots": list(aggregate.slots),
        }

    async def of(self, dossier_id: UUID, booking_id: UUID) -> Booking:
        found = await self.find(bookings.c.dossier_id == dossier_id, bookings.c.id == booking_id)
        if found is None:
            raise BookingNotFound
        return found

    async def confirmed_for(self, dossier_id: UUID) -> Booking | None:
        c = bookings.c
        return await self.find(c.dossier_id == dossier_id, c.status == BookingStatus.CONFIRMED)

    async def held_for(self, dossier_id: UUID) -> Booking | None:
        c = bookings.c
        return await self.find(c.dossier_id == dossier_id, c.status == BookingStatus.HELD)

    async def last_expired_for(self, dossier_id: UUID) -> Booking | None:
        """The slot that was kept for a draft, when nothing was chosen since."""
        last = select(bookings.c.id).where(bookings.c.dossier_id == dossier_id).order_by(bookings.c.id.desc()).limit(1)
        return await self.find(bookings.c.id == last.scalar_subquery(), bookings.c.status == BookingStatus.EXPIRED)


def booking_of(row: Row[Any]) -> Booking:
    known: dict[str, Any] = {name: row._mapping[name] for name in (*FIELDS, "version")}
    known |= {"status": BookingStatus(row.status), "origin": Origin(row.origin)}
    return Booking(**known)


async def exchange_places(
    connection: AsyncConnection, calendar_id: UUID, wanted: Sequence[Slot], given_back: Booking | None = None
) -> None:
    """Take the places of these slots and give a former booking's back, or change nothing and raise SlotTaken.

    Counters are locked in one order whoever comes, so that two people who swap their slots never wait for each other.
    """
    moves = [(calendar_id, slot.starts_at, slot) for slot in wanted]
    if given_back is not None:
        moves += [(given_back.calendar_id, starts_at, None) for starts_at in given_back.slots]
    kept = {(c, at) for c, at, slot in moves if slot} & {(c, at) for c, at, slot in moves if not slot}
    for subject, starts_at, slot in sorted(moves, key=lambda move: (move[0], move[1])):
        if (subject, starts_at) in kept:
            continue
        if slot is None:
            await allotments.give_back(connection, subject, starts_at)
            continue
        free = slot.capacity - await _in_the_way(connection, calendar_id, slot)
        if not await allotments.take(connection, subject, starts_at, of=free):
            raise SlotTaken


async def _in_the_way(connection: AsyncConnection, calendar_id: UUID, slot: Slot) -> int:
    """Appointments given under former rules of the calendar, whose hours reach into this slot."""
    c = bookings.c
    across = select(func.count()).where(
        c.calendar_id == calendar_id,
        c.status.in_(ACTIVE),
        c.starts_at < slot.ends_at,
        c.ends_at > slot.starts_at,
        literal(slot.starts_at) != func.all(c.slots),
    )
    return await connection.scalar(across) or 0


async def count_to_come(
    connection: AsyncConnection, calendar_id: UUID, applicant: UUID, besides: UUID, at: datetime
) -> int:
    """This person's appointments to come in the calendar, but for one dossier's. Their own turn is locked:
    two requests of one person are counted one after the other."""
    key = func.hashtextextended(str(applicant), 0)
    _ = await connection.execute(select(func.pg_advisory_xact_lock(key)))
    c = bookings.c
    counted = (
        select(func.count())
        .select_from(bookings)
        .join(dossiers, dossiers.c.id == c.dossier_id)
        .where(
            c.calendar_id == calendar_id,
            c.status.in_(ACTIVE),
            c.ends_at > at,
            c.dossier_id != besides,
            dossiers.c.applicant == applicant,
        )
    )
    return await connection.scalar(counted) or 0

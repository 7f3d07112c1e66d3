"""When something is to be done about a piece, and whose it is: all that what runs by itself may know."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import UnitOfWork
from documents.domain.safe import REMINDED_BEFORE, TRASH_KEPT, Piece
from documents.storage.tables import piece_dates

PARIS = ZoneInfo("Europe/Paris")
MORNING = time(8)


class PieceDates(NamedTuple):
    piece_id: UUID
    owner: UUID
    valid_until: date | None
    reminded_at_days: int | None
    trashed_at: datetime | None


class Calendar:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, piece_id: UUID) -> PieceDates | None:
        c = piece_dates.c
        columns = (c.piece_id, c.owner, c.valid_until, c.reminded_at_days, c.trashed_at)
        found = await self._uow.connection.execute(select(*columns).where(c.piece_id == piece_id).with_for_update())
        row = found.one_or_none()
        return PieceDates(*row) if row is not None else None

    async def follow(self, piece: Piece) -> None:
        """Note what has changed, and have it looked at when the time comes. Reminders begin anew with a new date."""
        known = await self.of(piece.id)
        same = known is not None and known.valid_until == piece.valid_until
        row = {
            "owner": piece.owner,
            "valid_until": piece.valid_until,
            "reminded_at_days": known.reminded_at_days if known is not None and same else None,
            "trashed_at": piece.trashed_at,
        }
        written = insert(piece_dates).values(piece_id=piece.id, **row)
        await self._uow.connection.execute(
            written.on_conflict_do_update(index_elements=["tenant", "piece_id"], set_=row)
        )
        if piece.trashed_at is not None:
            await self._uow.schedule("piece", piece.id, due_at=piece.trashed_at + TRASH_KEPT)
        elif piece.valid_until is not None and not same:
            for days in REMINDED_BEFORE:
                due_at = datetime.combine(piece.valid_until - timedelta(days=days), MORNING, PARIS)
                if due_at > self._uow.now:
                    await self._uow.schedule("piece", piece.id, due_at=due_at)

    async def reminded(self, piece_id: UUID, days: int) -> None:
        told = update(piece_dates).where(piece_dates.c.piece_id == piece_id).values(reminded_at_days=days)
        await self._uow.connection.execute(told)

    async def forget(self, piece_id: UUID) -> None:
        await self._uow.connection.execute(delete(piece_dates).where(piece_dates.c.piece_id == piece_id))

    async def forget_all_of(self, owner: UUID) -> None:
        await self._uow.connection.execute(delete(piece_dates).where(piece_dates.c.owner == owner))


def days_left(valid_until: date, now: datetime) -> int:
    return (valid_until - now.astimezone(PARIS).date()).days

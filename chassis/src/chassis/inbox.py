"""An event may arrive twice; it may take effect once, and for some readers only in its turn."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.tables import event_positions, inbox
from chassis.unit_of_work import UnitOfWork

_FIRST = insert(inbox).on_conflict_do_nothing()


class Place(NamedTuple):
    """Where an event stands among those of its aggregate, for one reader of them."""

    reader: str
    aggregate_id: UUID
    sequence: int


class TooEarly(Exception):
    """An event of the same aggregate that comes before this one has not been applied yet."""

    def __init__(self, place: Place, *, expected: int) -> None:
        super().__init__(f"number {place.sequence} of {place.aggregate_id} came before number {expected}")


async def is_first_time(uow: UnitOfWork, event_id: UUID, handler: str) -> bool:
    """True once per event and handler; the answer commits with the effect."""
    return (await uow.connection.execute(_FIRST, {"event_id": event_id, "handler": handler})).rowcount == 1


async def acted_on(connection: AsyncConnection, events: Sequence[UUID]) -> frozenset[tuple[UUID, str]]:
    """Of these events, each with each handler that acted on it. Who is not named may have begun since: ask `is_first_time`."""
    known = select(inbox.c.event_id, inbox.c.handler).where(inbox.c.event_id.in_(events))
    return frozenset((row.event_id, row.handler) for row in await connection.execute(known))


async def is_its_turn(uow: UnitOfWork, place: Place) -> bool:
    """True once per number; False for one that is past. Locks the aggregate's position until the commit. Raises `TooEarly`."""
    c = event_positions.c
    known = insert(event_positions).values(reader=place.reader, aggregate_id=place.aggregate_id, last=0)
    await uow.connection.execute(known.on_conflict_do_nothing())
    here = (c.reader == place.reader, c.aggregate_id == place.aggregate_id)
    last = await uow.connection.scalar(select(c.last).where(*here).with_for_update())
    assert last is not None
    if place.sequence <= last:
        return False
    if place.sequence > last + 1:
        raise TooEarly(place, expected=last + 1)
    await uow.connection.execute(update(event_positions).where(*here).values(last=place.sequence))
    return True

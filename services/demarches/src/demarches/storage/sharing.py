"""What is offered to every organisation, and what became of it in this one."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.refusals import NotACopy, SharedNotFound
from demarches.storage.tables import copied_definitions, shared_definitions


class Offered(NamedTuple):
    """`by`: the organisation that offers it. `ended`: withdrawn from the catalogue, `note` says why."""

    shared_id: UUID
    number: int
    content: dict[str, Any]
    note: str
    shared_at: datetime
    ended: bool
    by: UUID


class Origin(NamedTuple):
    """Where a démarche comes from. `number`: what its present content, under work or in force, is made of."""

    shared_id: UUID
    number: int


async def offer(
    connection: AsyncConnection,
    shared_id: UUID,
    content: dict[str, Any],
    note: str,
    at: datetime,
    *,
    ended: bool = False,
) -> int:
    """The next number. Two at once: the key refuses the second."""
    c = shared_definitions.c
    number = (await connection.scalar(select(func.max(c.number)).where(c.shared_id == shared_id)) or 0) + 1
    row = {"shared_id": shared_id, "number": number, "content": content, "note": note, "shared_at": at, "ended": ended}
    await connection.execute(insert(shared_definitions).values(**row))
    return number


async def offered(connection: AsyncConnection, shared_id: UUID, number: int | None = None) -> Offered:
    """That version, else the latest. Raises SharedNotFound; what was withdrawn is offered to nobody."""
    found = await latest(connection, shared_id, number)
    if number is None and found.ended:
        raise SharedNotFound
    return found


async def latest(connection: AsyncConnection, shared_id: UUID, number: int | None = None) -> Offered:
    """The same, withdrawn or not."""
    c = shared_definitions.c
    statement = select(c.shared_id, c.number, c.content, c.note, c.shared_at, c.ended, c.tenant)
    statement = statement.where(c.shared_id == shared_id)
    if number is not None:
        statement = statement.where(c.number == number)
    row = (await connection.execute(statement.order_by(c.number.desc()).limit(1))).one_or_none()
    if row is None:
        raise SharedNotFound
    return Offered(*row)


async def copiers(connection: AsyncConnection, shared_id: UUID) -> list[UUID]:
    """Organisations that copied it: all of them for whoever offers it, one's own otherwise."""
    c = copied_definitions.c
    rows = await connection.scalars(select(c.tenant).where(c.shared_id == shared_id).distinct().order_by(c.tenant))
    return list(rows)


async def copies_here(connection: AsyncConnection, tenant: UUID, shared_id: UUID, *, before: int) -> list[UUID]:
    """Démarches made of an earlier version of it."""
    c = copied_definitions.c
    earlier = func.coalesce(c.under_work, c.number) < before
    statement = select(c.demarche_id).where(c.tenant == tenant, c.shared_id == shared_id, earlier)
    return list(await connection.scalars(statement.order_by(c.demarche_id)))


async def origin_of(connection: AsyncConnection, demarche_id: UUID) -> Origin:
    """Raises NotACopy."""
    c = copied_definitions.c
    statement = select(c.shared_id, func.coalesce(c.under_work, c.number)).where(c.demarche_id == demarche_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NotACopy
    return Origin(*row)


async def keep_origin(connection: AsyncConnection, demarche_id: UUID, shared_id: UUID, number: int) -> None:
    facts = {"demarche_id": demarche_id, "shared_id": shared_id, "number": number}
    await connection.execute(insert(copied_definitions).values(**facts))


async def note_under_work(connection: AsyncConnection, demarche_id: UUID, number: int | None) -> None:
    c = copied_definitions.c
    await connection.execute(update(copied_definitions).where(c.demarche_id == demarche_id).values(under_work=number))


async def settle(connection: AsyncConnection, demarche_id: UUID) -> None:
    """What was under work is in force."""
    c = copied_definitions.c
    known = update(copied_definitions).where(c.demarche_id == demarche_id, c.under_work.is_not(None))
    await connection.execute(known.values(number=c.under_work, under_work=None))

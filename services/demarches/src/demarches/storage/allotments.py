"""Places, counted: of a quota, of a slot. One conditional update takes one, and the database refuses the one too many."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.storage.tables import allotments

# Where a quota stands among the slots: it has no hour.
NO_HOUR = datetime(1970, 1, 1, tzinfo=UTC)


async def take(connection: AsyncConnection, subject: UUID, starts_at: datetime, *, of: int) -> bool:
    """One more place taken `of` so many, or False. The row stays locked until the transaction ends."""
    row = insert(allotments).values(subject=subject, starts_at=starts_at, places=max(of, 1), used=1)
    taken = row.on_conflict_do_update(
        index_elements=["tenant", "subject", "starts_at"],
        set_={"used": allotments.c.used + 1, "places": row.excluded.places},
        where=allotments.c.used < row.excluded.places,
    )
    return of > 0 and (await connection.execute(taken)).rowcount == 1


async def take_known(connection: AsyncConnection, subject: UUID, starts_at: datetime = NO_HOUR) -> bool:
    """The same where the number of places was set before."""
    c = allotments.c
    taken = (
        update(allotments)
        .where(c.subject == subject, c.starts_at == starts_at, c.used < c.places)
        .values(used=c.used + 1)
    )
    return (await connection.execute(taken)).rowcount == 1


async def give_back(connection: AsyncConnection, subject: UUID, starts_at: datetime = NO_HOUR) -> None:
    c = allotments.c
    given = update(allotments).where(c.subject == subject, c.starts_at == starts_at, c.used > 0)
    _ = await connection.execute(given.values(used=c.used - 1))


async def is_full(connection: AsyncConnection, subject: UUID) -> bool:
    c = allotments.c
    return bool(await connection.scalar(select(c.used >= c.places).where(c.subject == subject, c.starts_at == NO_HOUR)))


async def used_between(
    connection: AsyncConnection, subjects: Iterable[UUID], since: datetime, until: datetime
) -> dict[tuple[UUID, datetime], int]:
    """How many places are taken, by calendar and hour."""
    c = allotments.c
    statement = select(c.subject, c.starts_at, c.used).where(
        c.subject.in_(list(subjects)), c.starts_at >= since, c.starts_at < until, c.used > 0
    )
    return {(row.subject, row.starts_at): row.used for row in await connection.execute(statement)}

"""The address that the operator is proposed for who asks: nobody's yet, and nobody else's who waits (ID-03)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from identity.domain.access_requests import Facts, RequestStatus
from identity.domain.slugs import LONGEST, proposed_slug
from identity.storage.access_requests import facts_from
from identity.storage.tables import access_requests, organisations

# Of those who wait before: more are not read for a proposal.
MOST = 1_000


async def free_slug(facts: Facts, at: datetime, request_id: UUID, connection: AsyncConnection) -> str:
    """Of two towns of one name, who asked first is proposed the bare one, the other its department as well, or a number."""
    asked = access_requests.c
    base = proposed_slug(facts.name, facts.kind)
    before = select(access_requests).where(
        asked.status == str(RequestStatus.SUBMITTED), tuple_(asked.submitted_at, asked.id) < (at, request_id)
    )
    rows = await connection.execute(before.order_by(asked.submitted_at, asked.id).limit(MOST))
    waiting = [facts_from(row) for row in rows if proposed_slug(row.name, row.kind) == base]
    wanted = {one for each in (*waiting, facts) for one in _candidates(each, base)}
    taken = await _taken(wanted, connection)
    for each in waiting:
        taken.add(_first(each, base, taken))
    return _first(facts, base, taken)


async def _taken(wanted: set[str], connection: AsyncConnection) -> set[str]:
    """An accepted organisation has its address before it is founded."""
    founded = select(organisations.c.slug).where(organisations.c.slug.in_(wanted))
    promised = select(access_requests.c.slug).where(
        access_requests.c.status == str(RequestStatus.ACCEPTED), access_requests.c.slug.in_(wanted)
    )
    return {*(await connection.scalars(founded)).all(), *(await connection.scalars(promised)).all()}


def _first(facts: Facts, base: str, taken: set[str]) -> str:
    return next((one for one in _candidates(facts, base) if one not in taken), "")


def _candidates(facts: Facts, base: str) -> Iterator[str]:
    # Overseas departments have three digits.
    department = facts.postal_code[: 3 if facts.postal_code.startswith(("97", "98")) else 2]
    short = base[: LONGEST - 4].rstrip("-")
    yield base
    if department:
        yield f"{short}-{department}"
    yield from (f"{short}-{number}" for number in range(2, 100))

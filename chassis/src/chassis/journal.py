"""Who did or read what: a journal that nobody can alter unseen.

Lines are written with the change they tell about, by a role that may only insert. A moment later the sealer, another
role, chains them: each seal's hash covers the line and the seal before it, one chain per tenant. Sealing apart keeps
one tenant's commands from queueing behind each other for the chain's head.
"""

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import Database
from chassis.ids import new_id
from chassis.tables import journal, journal_seals

BATCH = 500
GENESIS = b"\x00" * 32
SEALED_COLUMNS = ("id", "tenant", "position", "at", "actor", "action", "subject", "concerns", "purpose", "trace")

_LOCK = select(func.pg_try_advisory_xact_lock(func.hashtext("journal")))
_UNSEALED = select(journal).where(~journal.c.sealed).order_by(journal.c.tenant, journal.c.position).limit(BATCH)
_HEAD = (
    select(journal_seals.c.number, journal_seals.c.hash)
    .where(journal_seals.c.tenant == bindparam("this_tenant"))
    .order_by(journal_seals.c.number.desc())
    .limit(1)
)


class Cause(StrEnum):
    """Why a chain does not hold, as programs read it; `parvis journal verify` says it in French as well."""

    SEAL_MISSING = "a seal is missing"
    LINE_MISSING = "the line is missing"
    ALTERED = "the line was altered"
    CUT = "the chain was cut: its witness knew this seal"
    REWRITTEN = "the chain was rewritten since its witness noted it"
    NOTE_NOT_SIGNED = "the witness's note is not signed by the service"


class Broken(NamedTuple):
    """Where a chain does not hold. `number` counts from 1 within the tenant."""

    tenant: UUID
    number: int
    reason: Cause


def rows_of(lines: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"id": new_id(), **line._asdict()} for line in lines]


def seal(previous: bytes, line: Any) -> bytes:
    """SHA-256 over the previous seal and the line as canonical JSON."""
    canonical = msgspec.json.encode({name: getattr(line, name) for name in SEALED_COLUMNS}, order="sorted")
    return hashlib.sha256(previous + canonical).digest()


async def seal_batch(database: Database) -> int:
    """Chain the oldest unsealed lines, in order of their position, and say how many. One sealer at a time."""
    async with database.platform_transaction() as connection:
        if not await connection.scalar(_LOCK):
            return 0
        lines = (await connection.execute(_UNSEALED)).all()
        seals: list[dict[str, Any]] = []
        heads: dict[UUID, tuple[int, bytes]] = {}
        for line in lines:
            if line.tenant not in heads:
                heads[line.tenant] = await _head(connection, line.tenant)
            number, previous = heads[line.tenant]
            heads[line.tenant] = (number + 1, seal(previous, line))
            row = {"tenant": line.tenant, "number": number + 1, "journal_id": line.id, "hash": heads[line.tenant][1]}
            seals.append(row)
        if seals:
            await connection.execute(insert(journal_seals), seals)
            sealed = update(journal).where(journal.c.id.in_([line.id for line in lines])).values(sealed=True)
            await connection.execute(sealed)
        return len(seals)


async def verify(database: Database) -> list[Broken]:
    """Walk every chain and name what was altered, removed or reordered. Reads the whole journal."""
    broken: list[Broken] = []
    async with database.platform_transaction() as connection:
        joined = (
            select(journal_seals.c.tenant.label("of"), journal_seals.c.number, journal_seals.c.hash, journal)
            .select_from(journal_seals.outerjoin(journal, _same_line()))
            .order_by(journal_seals.c.tenant, journal_seals.c.number)
        )
        tenant, previous, expected = None, GENESIS, 1
        async for row in await connection.stream(joined):
            if row.of != tenant:
                tenant, previous, expected = row.of, GENESIS, 1
            if row.number != expected:
                broken.append(Broken(row.of, expected, Cause.SEAL_MISSING))
            elif row.id is None:
                broken.append(Broken(row.of, row.number, Cause.LINE_MISSING))
            elif seal(previous, row) != row.hash:
                broken.append(Broken(row.of, row.number, Cause.ALTERED))
            previous, expected = row.hash, row.number + 1
    return broken


def _same_line() -> Any:
    return (journal_seals.c.tenant == journal.c.tenant) & (journal_seals.c.journal_id == journal.c.id)


async def _head(connection: AsyncConnection, tenant: UUID) -> tuple[int, bytes]:
    row = (await connection.execute(_HEAD, {"this_tenant": tenant})).one_or_none()
    return (row.number, row.hash) if row is not None else (0, GENESIS)

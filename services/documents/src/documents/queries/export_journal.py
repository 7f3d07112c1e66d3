"""The journal's lines about one person, with the seals that show that they were not altered."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.journal import GENESIS, SEALED_COLUMNS
from chassis.tables import journal, journal_seals

FORMAT = "parvis-journal-1"
MOST = 20_000


class SealedLine(msgspec.Struct, kw_only=True):
    """`seal` is SHA-256 of `previous` and the line as JSON, keys in order, no spaces; both are hexadecimal. `number`
    counts within the organisation. All three are null for a moment after the line was written."""

    line: dict[str, Any]
    number: int | None = None
    previous: str | None = None
    seal: str | None = None


class JournalExport(msgspec.Struct, kw_only=True):
    format: str
    concerns: UUID
    lines: list[SealedLine]


async def export_journal(_: None, actor: Actor, connection: AsyncConnection) -> JournalExport:
    """Oldest first, the newest 20 000."""
    before = journal_seals.alias("before")
    same = (journal_seals.c.tenant == journal.c.tenant) & (journal_seals.c.journal_id == journal.c.id)
    previous = (before.c.tenant == journal_seals.c.tenant) & (before.c.number == journal_seals.c.number - 1)
    mine = (
        select(journal, journal_seals.c.number, journal_seals.c.hash, before.c.hash.label("previous"))
        .select_from(journal.outerjoin(journal_seals, same).outerjoin(before, previous))
        .where(journal.c.concerns == actor.subject)
        .order_by(journal.c.position.desc())
        .limit(MOST)
    )
    rows = list(await connection.execute(mine))
    return JournalExport(format=FORMAT, concerns=_subject(actor), lines=[_sealed(row) for row in reversed(rows)])


def _sealed(row: Any) -> SealedLine:
    line = {name: getattr(row, name) for name in SEALED_COLUMNS}
    if row.number is None:
        return SealedLine(line=line)
    previous = row.previous if row.number > 1 else GENESIS
    return SealedLine(line=line, number=row.number, previous=previous.hex(), seal=row.hash.hex())


def _subject(actor: Actor) -> UUID:
    assert actor.subject is not None
    return actor.subject

"""Who opened what: the journal's lines about one person's files."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from chassis.tables import journal
from documents.domain.stored_file import OPENED
from documents.queries.views import OpeningView


async def list_openings(
    question: tuple[str | None, int], actor: Actor, connection: AsyncConnection
) -> Page[OpeningView]:
    """Newest first."""
    cursor, limit = question
    mine = select(journal).where(journal.c.concerns == actor.subject, journal.c.action == OPENED)
    rows = (await connection.execute(after(mine, [journal.c.position], cursor, limit))).all()
    cut = page(rows, limit, lambda row: [row.position])
    return Page([_view(row, actor) for row in cut.items], cut.next)


def _view(row: Any, me: Actor) -> OpeningView:
    """`reader_id` where it was an agent: whoever answers the person puts the name in its place."""
    kind, _, subject = row.actor.split(" ", 1)[0].partition(":")
    by = {"member": "agent", "citizen": "citizen", "visitor": "visitor"}.get(kind, "service")
    by = "you" if subject == str(me.subject) else by
    reader = UUID(subject) if by == "agent" else None
    return OpeningView(at=row.at, by=by, file_id=row.subject, purpose=row.purpose, reader_id=reader)

"""Who opened what: the journal's lines about one person's files."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from chassis.tables import journal
from documents.domain.media import MediaType, named_after
from documents.domain.stored_file import OPENED
from documents.queries.views import OpeningView
from documents.storage.tables import bundle_files, files


async def list_openings(
    question: tuple[str | None, int], actor: Actor, connection: AsyncConnection
) -> Page[OpeningView]:
    """Newest first."""
    cursor, limit = question
    # What is in the safe alone is named with the safe, which asks who one is.
    same = (bundle_files.c.tenant == files.c.tenant) & (bundle_files.c.file_id == files.c.id)
    handed_over = (
        select(bundle_files.c.name, files.c.media_type)
        .select_from(bundle_files.join(files, same))
        .where(bundle_files.c.file_id == journal.c.subject, bundle_files.c.added_by == actor.subject)
        .limit(1)
        .lateral()
    )
    mine = (
        select(journal, handed_over.c.name, handed_over.c.media_type)
        .select_from(journal.outerjoin(handed_over, true()))
        .where(journal.c.concerns == actor.subject, journal.c.action == OPENED)
    )
    rows = (await connection.execute(after(mine, [journal.c.position], cursor, limit))).all()
    cut = page(rows, limit, lambda row: [row.position])
    return Page([_view(row, actor) for row in cut.items], cut.next)


def _view(row: Any, me: Actor) -> OpeningView:
    """`reader_id` where it was an agent: whoever answers the person puts the name in its place."""
    kind, _, subject = row.actor.split(" ", 1)[0].partition(":")
    by = {"member": "agent", "citizen": "citizen", "visitor": "visitor"}.get(kind, "service")
    by = "you" if subject == str(me.subject) else by
    reader = UUID(subject) if by == "agent" else None
    name = named_after(row.name, MediaType(row.media_type)) if row.name is not None else None
    return OpeningView(at=row.at, by=by, file_id=row.subject, purpose=row.purpose, name=name, reader_id=reader)

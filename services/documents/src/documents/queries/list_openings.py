"""Who opened what: the journal's lines about one person's files."""

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
    return Page(
        [OpeningView(at=r.at, by=_by(r.actor, actor), file_id=r.subject, purpose=r.purpose) for r in cut.items],
        cut.next,
    )


def _by(line: str, me: Actor) -> str:
    """The journal knows which agent; the person is told that it was one, and asks the town for more."""
    kind, _, subject = line.split(" ", 1)[0].partition(":")
    if subject == str(me.subject):
        return "you"
    return {"member": "agent", "citizen": "citizen", "visitor": "visitor"}.get(kind, "service")

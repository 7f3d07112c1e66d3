"""The journal's lines about what was done through assistants, for their member and for who answers for the rights."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.policies import must_be_signed_in, must_hold
from chassis.tables import journal

BEGINS = "assistant."
SHOWN = 50
# Who grants rights sees what is done with them.
GRANT = "identity.permissions.grant"


class AskJournal(NamedTuple):
    """`before`: lines older than this."""

    everybodys: bool = False
    before: datetime | None = None


class Line(NamedTuple):
    """`action`: called, proposed, modified, confirmed, refused."""

    at: datetime
    action: str
    account_id: UUID
    tool: str
    assistant: str
    subject: UUID


async def read_journal(question: AskJournal, actor: Actor, connection: AsyncConnection) -> list[Line]:
    """Newest first. Raises `Forbidden` where everybody's are asked for without the right to grant rights."""
    me, c = must_be_signed_in(actor), journal.c
    found = select(c.at, c.action, c.actor, c.subject, c.purpose).where(c.action.startswith(BEGINS, autoescape=True))
    if question.everybodys:
        must_hold(actor, GRANT)
    else:
        mine = f"member:{me}"
        found = found.where((c.actor == mine) | c.actor.startswith(f"{mine} through assistant:"))
    if question.before is not None:
        found = found.where(c.at < question.before)
    rows = await connection.execute(found.order_by(c.position.desc()).limit(SHOWN))
    return [_line(row) for row in rows]


def _line(row: Any) -> Line:
    tool, _, rest = (row.purpose or "").partition(" · ")
    account = row.actor.split(" ", 1)[0].partition(":")[2]
    # An assistant's name may hold whatever its member typed; digests come last, and only where words were modified.
    name = rest.rpartition(" · ")[0] if row.action == f"{BEGINS}modified" else rest
    return Line(row.at, row.action.removeprefix(BEGINS), UUID(account), tool, name, row.subject)

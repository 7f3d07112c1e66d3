"""Somebody's latest dossiers, for an agent who reads about them elsewhere."""

from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.policies import must_hold
from contracts.asks import RecentLine
from contracts.forms import say
from demarches.domain.dossier import Status
from demarches.domain.exchanges import Side
from demarches.domain.policies import READ
from demarches.queries.dossiers import lines
from demarches.queries.words import TONES, status_word
from demarches.storage.tables import dossiers
from demarches.storage.visibility import in_their_departments

LATEST = 5


async def recent_of(account_id: UUID, actor: Actor, connection: AsyncConnection) -> list[RecentLine]:
    """Asked by the person or examined by them, of those that the reader may read. Drafts are nobody else's."""
    must_hold(actor, READ)
    c = dossiers.c
    theirs = or_(c.applicant == account_id, c.examiner == account_id)
    wanted = lines(Side.AGENT).where(theirs, c.status != Status.DRAFT, in_their_departments(actor))
    rows = await connection.execute(wanted.order_by(c.id.desc()).limit(LATEST))
    return [
        RecentLine(
            id=row.id,
            title=say(row.title, actor.locale),
            status=status_word(Status(row.status), actor.locale),
            tone=TONES[Status(row.status)],
            at=row.changed_at,
            href=f"/demarches/dossiers/{row.id}",
            reference=row.reference or "",
        )
        for row in rows
    ]

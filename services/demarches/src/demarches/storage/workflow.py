"""What a workflow's guards may know of a dossier, beside its answers."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.dossier import Dossier
from demarches.domain.opinions import Stance
from demarches.storage.tables import opinions, pieces


async def facts_of(dossier: Dossier, connection: AsyncConnection, now: datetime) -> dict[str, int]:
    o = opinions.c
    open_ones = o.given_at.is_(None) & o.withdrawn_at.is_(None)
    counted = select(
        func.count().filter(open_ones).label("awaited"),
        func.count().filter(o.stance == Stance.UNFAVOURABLE).label("against"),
    ).where(o.dossier_id == dossier.id)
    row = (await connection.execute(counted)).one()
    joined = select(func.count()).select_from(pieces).where(pieces.c.dossier_id == dossier.id, pieces.c.files > 0)
    return {
        "missing": dossier.missing,
        "days": (now - (dossier.submitted_at or now)).days,
        "opinions_awaited": row.awaited,
        "opinions_against": row.against,
        "pieces": await connection.scalar(joined) or 0,
    }

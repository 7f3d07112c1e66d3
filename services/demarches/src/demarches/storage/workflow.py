"""What a workflow's guards may know of a dossier, beside its answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.dossier import Dossier
from demarches.domain.opinions import Stance
from demarches.storage.tables import opinions, pieces

_o = opinions.c
_joined = (
    select(func.count()).select_from(pieces).where(pieces.c.dossier_id == bindparam("dossier_id"), pieces.c.files > 0)
)
# One row, whatever there is.
COUNTED: Any = select(
    func.count().filter(_o.given_at.is_(None) & _o.withdrawn_at.is_(None)).label("awaited"),
    func.count().filter(_o.stance == Stance.UNFAVOURABLE).label("against"),
    _joined.scalar_subquery().label("joined"),
).where(_o.dossier_id == bindparam("dossier_id"))


async def facts_of(dossier: Dossier, connection: AsyncConnection, now: datetime) -> dict[str, int]:
    return facts_in((await connection.execute(COUNTED, {"dossier_id": dossier.id})).one(), dossier, now)


def facts_in(row: Row[Any], dossier: Dossier, now: datetime) -> dict[str, int]:
    return {
        "missing": dossier.missing,
        "days": (now - (dossier.submitted_at or now)).days,
        "opinions_awaited": row.awaited,
        "opinions_against": row.against,
        "pieces": row.joined,
    }

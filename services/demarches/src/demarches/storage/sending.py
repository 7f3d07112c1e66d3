"""What sending hangs on beside the dossier itself."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, bindparam, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.dossier import Dossier
from demarches.storage.allotments import NO_HOUR
from demarches.storage.tables import allotments, demarches, pieces

_counted = select(literal(1)).where(allotments.c.subject == demarches.c.id, allotments.c.starts_at == NO_HOUR).exists()
_joined = (
    select(cast(func.array_agg(pieces.c.type.distinct()), ARRAY(String)))
    .where(pieces.c.dossier_id == bindparam("dossier_id"), pieces.c.files > 0)
    .scalar_subquery()
)
_ASKED = select(demarches.c.opens_at, demarches.c.closes_at, _counted.label("counted"), _joined.label("joined")).where(
    demarches.c.id == bindparam("demarche_id")
)


class Terms(NamedTuple):
    """`counted`: whether there is a quota. Dates and quota are those of today: a draft keeps its questions, not its date."""

    opens_at: datetime | None
    closes_at: datetime | None
    counted: bool
    joined: frozenset[str]


async def terms_of(connection: AsyncConnection, dossier: Dossier) -> Terms:
    """In one statement, because every submission asks. A démarche withdrawn meanwhile keeps its last dates and quota."""
    asked = {"demarche_id": dossier.demarche_id, "dossier_id": dossier.id}
    row = (await connection.execute(_ASKED, asked)).one()
    return Terms(row.opens_at, row.closes_at, row.counted, frozenset(row.joined or ()))

"""What sending hangs on beside the dossier itself."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, bindparam, cast, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.dossier import Dossier
from demarches.domain.pieces import REFUSED, FileStatus
from demarches.storage.allotments import NO_HOUR
from demarches.storage.tables import allotments, demarches, file_verdicts, piece_files, pieces

_counted = select(literal(1)).where(allotments.c.subject == demarches.c.id, allotments.c.starts_at == NO_HOUR).exists()
_status = func.coalesce(file_verdicts.c.status, str(FileStatus.PENDING))
_types = func.array_agg(pieces.c.type.distinct())
# One row, whatever there is. A piece of which every file was refused is not joined.
_given = (
    select(
        cast(_types.filter(_status.not_in([str(status) for status in REFUSED])), ARRAY(String)).label("joined"),
        cast(_types, ARRAY(String)).label("handed"),
    )
    .select_from(pieces)
    .join(piece_files, piece_files.c.piece_id == pieces.c.id)
    .outerjoin(file_verdicts, file_verdicts.c.file_id == piece_files.c.id)
    .where(pieces.c.dossier_id == bindparam("dossier_id"))
    .subquery()
)
_ASKED = (
    select(demarches.c.opens_at, demarches.c.closes_at, _counted.label("counted"), _given.c.joined, _given.c.handed)
    .join(_given, true())
    .where(demarches.c.id == bindparam("demarche_id"))
)


class Terms(NamedTuple):
    """`counted`: whether there is a quota. Dates and quota are those of today: a draft keeps its questions, not its date.

    `joined`: the types of pieces with a file that may be read; `refused`: those whose every file was refused.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    counted: bool
    joined: frozenset[str]
    refused: frozenset[str]


async def terms_of(connection: AsyncConnection, dossier: Dossier) -> Terms:
    """In one statement, because every submission asks. A démarche withdrawn meanwhile keeps its last dates and quota."""
    asked = {"demarche_id": dossier.demarche_id, "dossier_id": dossier.id}
    row = (await connection.execute(_ASKED, asked)).one()
    joined = frozenset(row.joined or ())
    return Terms(row.opens_at, row.closes_at, row.counted, joined, frozenset(row.handed or ()) - joined)

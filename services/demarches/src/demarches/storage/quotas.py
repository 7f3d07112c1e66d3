"""Places of a démarche: at most so many dossiers submitted and not cancelled."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.dossier import Status
from demarches.domain.refusals import QuotaReached
from demarches.storage import allotments, tables

_c = tables.allotments.c
# No row for a démarche without a quota.
FULL = select((_c.used >= _c.places).label("full")).where(
    _c.subject == bindparam("demarche_id"), _c.starts_at == bindparam("no_hour", allotments.NO_HOUR)
)

_d = tables.dossiers.c


async def set_places(connection: AsyncConnection, demarche_id: UUID, places: int | None) -> None:
    """So many from now on, those already sent among them: each holds its place, and gives it back when it is cancelled. Never
    below what is taken: places taken stay taken. None: no quota any more."""
    if places is None:
        gone = tables.allotments.delete().where(_c.subject == demarche_id, _c.starts_at == allotments.NO_HOUR)
        _ = await connection.execute(gone)
        return
    holding = (_d.demarche_id == demarche_id, _d.submitted_at.is_not(None), _d.status != str(Status.CANCELLED))
    _ = await connection.execute(
        tables.dossiers.update().where(*holding, _d.holds_place.is_(False)).values(holds_place=True)
    )
    taken = select(func.count()).where(*holding).scalar_subquery()
    new = {"subject": demarche_id, "starts_at": allotments.NO_HOUR}
    row = insert(tables.allotments).values(**new, places=func.greatest(places, taken), used=taken)
    raised = row.on_conflict_do_update(
        index_elements=["tenant", "subject", "starts_at"], set_={"places": func.greatest(places, _c.used)}
    )
    _ = await connection.execute(raised)


async def take_place(connection: AsyncConnection, demarche_id: UUID) -> None:
    """One place fewer, or `QuotaReached`. The counter's row stays locked until the transaction ends."""
    if not await allotments.take_known(connection, demarche_id):
        raise QuotaReached


async def take_if_left(connection: AsyncConnection, demarche_id: UUID) -> bool:
    return await allotments.take_known(connection, demarche_id)


async def give_place_back(connection: AsyncConnection, demarche_id: UUID) -> None:
    await allotments.give_back(connection, demarche_id)


async def is_full(connection: AsyncConnection, demarche_id: UUID) -> bool:
    return await allotments.is_full(connection, demarche_id)

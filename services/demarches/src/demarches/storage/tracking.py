"""The dossier that a tracking link opens, whoever holds the link."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.dossier import Dossier
from demarches.domain.refusals import DossierNotFound
from demarches.domain.tracking import Tracking, must_open
from demarches.storage.dossiers import dossier_of
from demarches.storage.tables import dossiers
from demarches.storage.unit_of_work import DemarchesWork


async def tracked(connection: AsyncConnection, tracking: Tracking, *, at: datetime) -> Dossier:
    row = (await connection.execute(select(dossiers).where(dossiers.c.id == tracking.dossier_id))).one_or_none()
    if row is None:
        raise DossierNotFound
    dossier = dossier_of(row)
    must_open(tracking, dossier, at=at)
    return dossier


async def followed_dossier(uow: DemarchesWork, tracking: Tracking) -> Dossier:
    """Locked, as a repository would: the link stands in for the actor's own visibility."""
    found = await uow.dossiers.by_link(tracking.dossier_id)
    must_open(tracking, found, at=uow.now)
    return found

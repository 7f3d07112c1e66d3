"""Which answers of a dossier its applicant's profile may take."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import ProfileChanges
from contracts.forms import write_back
from demarches.domain.dossier import Status
from demarches.domain.rules import Silence
from demarches.storage import definitions
from demarches.storage.agreements import agreements_of
from demarches.storage.dossiers import dossier_of
from demarches.storage.silences import silence_of
from demarches.storage.tables import dossiers


async def profile_changes(dossier_id: UUID, actor: Actor, connection: AsyncConnection) -> ProfileChanges:
    """Judged at the moment of asking: nothing for a dossier whose applicant agreed to nothing, or that was refused."""
    row = (await connection.execute(select(dossiers).where(dossiers.c.id == dossier_id))).one_or_none()
    dossier = dossier_of(row) if row else None
    if dossier is None or dossier.account is None or dossier.is_draft:
        return ProfileChanges()
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    if definition.updates_profile:
        fallen = await silence_of(connection, dossier_id)
        silent = dossier.decision is None and fallen is not None and fallen.silence is Silence.ACCEPTANCE
        agreed = dossier.status is Status.ACCEPTED or silent
    else:
        agreed = (await agreements_of(connection, dossier_id)).profile_at is not None
    if not agreed:
        return ProfileChanges()
    return ProfileChanges(account_id=dossier.account, changes=write_back(definition.form, dossier.answers))

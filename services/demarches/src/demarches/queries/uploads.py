"""May files still be added to this dossier?"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.domain.policies import must_be_applicant
from demarches.queries.dossier.read import visible


async def may_upload(dossier_id: UUID, actor: Actor, connection: AsyncConnection) -> UUID:
    """The id of the bundle, which is the dossier's own. Raises what says no."""
    dossier = await visible(dossier_id, actor, connection)
    must_be_applicant(actor, dossier)
    dossier.must_take_pieces()
    return dossier.id

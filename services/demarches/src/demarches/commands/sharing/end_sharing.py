from uuid import UUID

from msgspec import Struct

from chassis.policies import must_hold
from contracts.demarches import DefinitionUnshared
from demarches.domain.permissions import SHARE
from demarches.domain.refusals import SharedNotFound
from demarches.domain.texts import must_be_written
from demarches.storage import sharing
from demarches.storage.unit_of_work import DemarchesWork


class EndSharing(Struct, frozen=True):
    """`reason`: why it is no longer offered, for the organisations that copied it."""

    shared_id: UUID
    reason: str


async def end_sharing(command: EndSharing, uow: DemarchesWork) -> int:
    """Nobody copies it any more. What was made of it belongs to whoever made it and stays; offering it again undoes this.

    Raises SharedNotFound for what another organisation offers, or what is withdrawn already.
    """
    must_hold(uow.actor, SHARE)
    reason = must_be_written(command.reason, "/reason", longest=500)
    offered = await sharing.offered(uow.connection, command.shared_id)
    if offered.by != uow.actor.tenant:
        raise SharedNotFound
    number = await sharing.offer(uow.connection, command.shared_id, offered.content, reason, uow.now, ended=True)
    uow.record(DefinitionUnshared(demarche_id=command.shared_id, number=number))
    return number

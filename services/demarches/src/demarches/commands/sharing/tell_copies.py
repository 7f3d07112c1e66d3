"""An organisation is told of what became of a démarche that it copied: once for each offer, whatever it made of it since."""

from uuid import UUID

from msgspec import Struct

from contracts.demarches import SourceWithdrawn, UpdateOffered
from demarches.storage import sharing
from demarches.storage.unit_of_work import DemarchesWork


class TellCopies(Struct, frozen=True):
    """`number`: the version offered, or the one that says that it is withdrawn."""

    shared_id: UUID
    number: int


async def tell_copies(command: TellCopies, uow: DemarchesWork) -> int:
    """How many démarches it concerns here. What was overtaken by a later offer is not told any more."""
    latest = await sharing.latest(uow.connection, command.shared_id)
    if latest.number != command.number:
        return 0
    copies = await sharing.copies_here(uow.connection, uow.actor.tenant, command.shared_id, before=command.number)
    for demarche_id in copies:
        told = SourceWithdrawn if latest.ended else UpdateOffered
        uow.record(told(demarche_id=demarche_id, number=command.number))
    return len(copies)


async def copiers(shared_id: UUID, uow: DemarchesWork) -> list[UUID]:
    """The organisations that made something of it, as whoever offers it knows them."""
    return await sharing.copiers(uow.connection, shared_id)

from msgspec import Struct

from demarches.storage import catalogue
from demarches.storage.unit_of_work import DemarchesWork


class DropSynonym(Struct, frozen=True):
    term: str


async def drop_synonym(command: DropSynonym, uow: DemarchesWork) -> None:
    await catalogue.drop_synonym(uow.connection, command.term)
    uow.note("demarches.synonym.dropped", uow.actor.tenant)

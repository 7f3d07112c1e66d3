from uuid import UUID

from msgspec import Struct

from contracts.demarches import DefinitionPublished
from demarches.commands.catalogue.places import offer_new_places
from demarches.domain.definition import Definition
from demarches.storage import definitions
from demarches.storage.unit_of_work import DemarchesWork


class PublishDefinition(Struct, frozen=True):
    demarche_id: UUID
    definition: Definition


async def publish_definition(command: PublishDefinition, uow: DemarchesWork) -> int:
    """The next version, in force at once; open dossiers keep theirs. Locks the démarche."""
    command.definition.must_be_publishable()
    number = await definitions.publish(uow.connection, command.demarche_id, command.definition, at=uow.now)
    await offer_new_places(uow, command.demarche_id)
    uow.record(DefinitionPublished(demarche_id=command.demarche_id, version=number))
    return number

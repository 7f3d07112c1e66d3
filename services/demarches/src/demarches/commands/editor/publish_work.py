from uuid import UUID

from msgspec import Struct

from chassis.policies import must_hold
from chassis.refusals import Fault, Stale
from contracts.demarches import DefinitionWithdrawn
from demarches.commands.catalogue.publish_definition import PublishDefinition, publish_definition
from demarches.domain.definition import Definition
from demarches.domain.editor.reading import must_be_readable
from demarches.domain.editor.trials import run
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import DefinitionNotInForce, DefinitionNotPublishable, NothingToPublish
from demarches.storage import editing, sharing
from demarches.storage.unit_of_work import DemarchesWork


class PublishWork(Struct, frozen=True):
    demarche_id: UUID
    expected: int


class WithdrawDefinition(Struct, frozen=True):
    demarche_id: UUID


class DropWork(Struct, frozen=True):
    demarche_id: UUID


async def publish_work(command: PublishWork, uow: DemarchesWork) -> int:
    """The next version, in force at once; of what was withdrawn, the last one again. Refused while anything its author
    expects of it turns out otherwise."""
    must_hold(uow.actor, EDIT)
    work = await editing.work_on(uow.connection, command.demarche_id)
    if work.version == 0 and work.current is not None:
        raise NothingToPublish
    if work.version != command.expected:
        raise Stale
    definition = must_be_readable(work.content)
    must_pass_its_trials(definition)
    number = await publish_definition(PublishDefinition(command.demarche_id, definition), uow)
    await editing.forget_work(uow.connection, command.demarche_id)
    await sharing.settle(uow.connection, command.demarche_id)
    return number


def must_pass_its_trials(definition: Definition) -> None:
    verdicts = [run(definition, trial) for trial in definition.trials]
    failed = [verdict for verdict in verdicts if verdict.wrong]
    if failed:
        raise DefinitionNotPublishable(
            faults=[
                Fault(f"/trials/{v.trial.name}", f"Essai « {v.trial.name} » : {v.wrong[0]}", "trial") for v in failed
            ]
        )


async def withdraw_definition(command: WithdrawDefinition, uow: DemarchesWork) -> None:
    """No longer offered. Dossiers and drafts that were begun keep their version and go on."""
    must_hold(uow.actor, EDIT)
    work = await editing.work_on(uow.connection, command.demarche_id)
    if work.current is None:
        raise DefinitionNotInForce
    await editing.withdraw(uow.connection, command.demarche_id)
    uow.record(DefinitionWithdrawn(demarche_id=command.demarche_id, version=work.current))


async def drop_work(command: DropWork, uow: DemarchesWork) -> None:
    """What was under work is given up; what is in force stays."""
    must_hold(uow.actor, EDIT)
    work = await editing.work_on(uow.connection, command.demarche_id)
    if work.version == 0:
        raise NothingToPublish
    await editing.forget_work(uow.connection, command.demarche_id)
    await sharing.note_under_work(uow.connection, command.demarche_id, None)
    uow.note("demarches.definition.work_dropped", command.demarche_id)

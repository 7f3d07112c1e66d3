from typing import Any
from uuid import UUID

from msgspec import Struct

from contracts.forms import merged
from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant
from demarches.storage.unit_of_work import DemarchesWork


class AutosaveStep(Struct, frozen=True):
    dossier_id: UUID
    step: str
    answers: dict[str, Any]


async def autosave_step(command: AutosaveStep, uow: DemarchesWork) -> Dossier:
    """What was typed, as typed: nothing is refused, so that nothing is lost. Submission validates everything."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    definition = await uow.definition_of(dossier)
    _ = definition.step(command.step)
    dossier.write(merged(definition.form, command.step, command.answers, dossier.answers), at=uow.now)
    return dossier

from typing import Any
from uuid import UUID

from msgspec import Struct

from contracts.forms import merged
from demarches.domain.answers import must_come_after_valid_steps, validated_step
from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant
from demarches.storage.unit_of_work import DemarchesWork


class SaveStep(Struct, frozen=True):
    dossier_id: UUID
    step: str
    answers: dict[str, Any]


async def save_step(command: SaveStep, uow: DemarchesWork) -> Dossier:
    """The step's answers, in their stored form. Refused, with a pointer to each fault, when one cannot be taken."""
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    definition = await uow.definition_of(dossier)
    _ = definition.step(command.step)
    must_come_after_valid_steps(definition, command.step, dossier.answers, uow.now)
    taken = validated_step(
        definition, command.step, command.answers, dossier.answers, at=uow.now, locale=uow.actor.locale
    )
    dossier.write(merged(definition.form, command.step, taken, dossier.answers), at=uow.now)
    return dossier

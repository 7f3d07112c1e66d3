from datetime import date
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold
from chassis.refusals import Fault
from demarches.domain.answers import today_at
from demarches.domain.opinions import Opinion, must_be_an_address, must_be_due_soon, new_key
from demarches.domain.policies import INSTRUCT, must_not_be_applicant
from demarches.domain.refusals import OpinionInvalid
from demarches.domain.texts import must_be_written
from demarches.storage import desk
from demarches.storage.unit_of_work import DemarchesWork


class AskOpinion(Struct, frozen=True, kw_only=True):
    """Of a department, or of an outside expert by e-mail: one of the two."""

    dossier_id: UUID
    question: str
    due_on: date | None
    department_id: UUID | None = None
    email: str = ""
    name: str = ""


async def ask_opinion(command: AskOpinion, uow: DemarchesWork) -> Opinion:
    """The legal period goes on: only a missing piece suspends it."""
    must_hold(uow.actor, INSTRUCT)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_not_be_applicant(uow.actor, dossier)
    dossier.must_be_open()
    opinion = Opinion(
        id=new_id(),
        dossier_id=dossier.id,
        question=must_be_written(command.question, "/question", longest=5_000),
        due_on=must_be_due_soon(command.due_on, today_at(uow.now)),
        asked_at=uow.now,
        asked_by=must_be_signed_in(uow.actor),
    )
    if command.department_id is not None:
        if command.department_id == dossier.department_id or not await desk.department_exists(
            uow.connection, command.department_id
        ):
            raise OpinionInvalid(faults=[Fault("/department", "Choisissez un autre service.", "unknown")])
        if not await desk.has_agents(uow.connection, command.department_id):
            nobody = Fault(
                "/department",
                "Personne ne fait partie de ce service : votre question ne serait lue de personne. Rattachez-lui quelqu’un "
                "dans « Répartition », ou demandez l’avis à une adresse électronique.",
                "nobody",
            )
            raise OpinionInvalid(faults=[nobody])
        opinion.department_id = command.department_id
    else:
        opinion.expert_email = must_be_an_address(command.email)
        opinion.expert_name = must_be_written(command.name, "/name", longest=200)
        opinion.key = new_key()
    uow.record(opinion.asked(), concerns=dossier.account)
    return uow.opinions.add(opinion)

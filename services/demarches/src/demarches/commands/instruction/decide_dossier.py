from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in, must_hold, must_match
from chassis.refusals import Fault
from demarches.commands.agreements.profile_update import agree_on_acceptance
from demarches.commands.appointments.end_with_refusal import end_when_known
from demarches.commands.decisions.issue_document import issue_document
from demarches.domain.dossier import Dossier, Outcome
from demarches.domain.policies import DECIDE, must_not_be_applicant
from demarches.domain.refusals import DecideThroughWorkflow, ReasonsNeeded
from demarches.storage.unit_of_work import DemarchesWork


class DecideDossier(Struct, frozen=True):
    dossier_id: UUID
    outcome: Outcome
    reasons: str = ""
    expected: int | None = None


async def decide_dossier(command: DecideDossier, uow: DemarchesWork) -> Dossier:
    """Once: the second of two agents is told who decided, what and when."""
    must_hold(uow.actor, DECIDE)
    dossier = await uow.dossiers.get(command.dossier_id)
    must_not_be_applicant(uow.actor, dossier)
    definition = await uow.definition_of(dossier)
    if definition.workflow is not None and definition.workflow.has_decisions and dossier.is_open:
        raise DecideThroughWorkflow
    return await decide(command, dossier, uow)


async def decide(command: DecideDossier, dossier: Dossier, uow: DemarchesWork) -> Dossier:
    """A refusal gives its reasons (CRPA L211-2); the document's words are frozen with the decision."""
    reasons = command.reasons.strip()
    decided = dossier.decide(command.outcome, reasons, by=must_be_signed_in(uow.actor), at=uow.now)
    if command.outcome is not Outcome.ACCEPTED and not reasons:
        raise ReasonsNeeded(faults=[Fault("/reasons", "Indiquez pourquoi, en quelques phrases.", "missing")])
    must_match(dossier.version, command.expected)
    uow.record(decided, concerns=dossier.account)
    if command.outcome is not Outcome.ACCEPTED:
        await end_when_known(dossier, uow)
    definition = await uow.definition_of(dossier)
    if command.outcome is Outcome.ACCEPTED:
        agree_on_acceptance(dossier, definition, uow)
    _ = await issue_document(dossier, definition, uow)
    return dossier

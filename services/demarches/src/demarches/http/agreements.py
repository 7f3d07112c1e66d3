"""What an applicant agrees to, takes back, consults and puts away."""

from uuid import UUID

from litestar import Router, post, put
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.http import By
from demarches.commands.agreements.agree_to_notification import AgreeToNotification, agree_to_notification
from demarches.commands.agreements.agree_to_profile_update import AgreeToProfileUpdate, agree_to_profile_update
from demarches.commands.agreements.consult_decision import ConsultDecision, consult_decision
from demarches.commands.instruction.archive_dossier import ArchiveDossier, archive_dossier
from demarches.http.bodies import Agreement, Archival
from demarches.http.dossiers import StatusView
from demarches.http.drafts import Run


@put("/dossiers/{dossier_id:uuid}/profile-agreement", needs=Needs.ANYONE)
async def agree_profile(dossier_id: FromPath[UUID], data: JSONBody[Agreement], actor: By, commands: Run) -> StatusView:
    """The answers of this draft may go back to the profile once it is sent."""
    command = AgreeToProfileUpdate(dossier_id, data.agreed)
    return await commands.run(agree_to_profile_update, command, actor=actor, show=StatusView.of)


@put("/dossiers/{dossier_id:uuid}/notification-agreement", needs=Needs.ANYONE)
async def agree_notification(
    dossier_id: FromPath[UUID], data: JSONBody[Agreement], actor: By, commands: Run
) -> StatusView:
    """Electronic notification in place of a registered letter (CRPA L112-15)."""
    command = AgreeToNotification(dossier_id, data.agreed)
    return await commands.run(agree_to_notification, command, actor=actor, show=StatusView.of)


@post("/dossiers/{dossier_id:uuid}/decision-consultation", needs=Needs.ANYONE, status_code=200)
async def consult(dossier_id: FromPath[UUID], actor: By, commands: Run) -> StatusView:
    """Of a decision notified electronically: the first date is kept."""
    return await commands.run(consult_decision, ConsultDecision(dossier_id), actor=actor, show=StatusView.of)


@put("/dossiers/{dossier_id:uuid}/archival", needs=Needs.ANYONE)
async def archive(dossier_id: FromPath[UUID], data: JSONBody[Archival], actor: By, commands: Run) -> StatusView:
    command = ArchiveDossier(dossier_id, data.archived)
    return await commands.run(archive_dossier, command, actor=actor, show=StatusView.of_archived)


router = Router("/", route_handlers=[agree_profile, agree_notification, consult, archive])

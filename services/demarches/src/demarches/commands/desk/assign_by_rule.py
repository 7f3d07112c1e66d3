from uuid import UUID

from msgspec import Struct

from demarches.domain.answers import today_at
from demarches.storage import desk
from demarches.storage.unit_of_work import DemarchesWork


class AssignByRule(Struct, frozen=True):
    dossier_id: UUID


async def assign_by_rule(command: AssignByRule, uow: DemarchesWork) -> None:
    """What has just arrived goes to whom the démarche's rule names, or to who stands in for them.

    Nothing is changed where somebody was quicker, where there is no rule, or where nobody fits.
    """
    # Most démarches have none, and their dossiers are then neither read nor locked.
    rule = await desk.rule_for(uow.connection, command.dossier_id)
    if rule is None:
        return
    dossier = await uow.dossiers.get(command.dossier_id)
    if dossier.examiner is not None or not dossier.is_open:
        return
    today = today_at(uow.now)
    if rule.account_id is not None:
        chosen = await desk.substitute_of(uow.connection, rule.account_id, today) or rule.account_id
    else:
        await desk.queue_to_choose(uow.connection)
        chosen = await desk.least_loaded(uow.connection, dossier.department_id, today)
    if chosen is None or chosen == dossier.applicant:
        return
    if await desk.instructs(uow.connection, chosen, dossier.department_id):
        uow.record(dossier.assign(chosen, at=uow.now), concerns=dossier.account)

from datetime import date
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete

from chassis.ids import new_id
from chassis.policies import must_hold
from chassis.refusals import Fault
from demarches.domain.policies import INSTRUCT, ORGANISE
from demarches.domain.refusals import AbsenceInvalid, AbsenceNotFound, NoSuchAgent, NoSuchDepartment
from demarches.storage import desk
from demarches.storage.tables import absences
from demarches.storage.unit_of_work import DemarchesWork

MODES = ("balance", "agent")


class SetDepartments(Struct, frozen=True):
    account_id: UUID
    departments: tuple[UUID, ...]


class SetRule(Struct, frozen=True, kw_only=True):
    """`mode`: none, balance (fewest open dossiers) or agent."""

    demarche_id: UUID
    mode: str = "none"
    account_id: UUID | None = None


class NoteAbsence(Struct, frozen=True, kw_only=True):
    account_id: UUID
    substitute: UUID | None
    from_on: date | None
    until_on: date | None


class EndAbsence(Struct, frozen=True):
    absence_id: UUID


async def set_departments(command: SetDepartments, uow: DemarchesWork) -> None:
    """None at all: the agent works for every department."""
    must_hold(uow.actor, ORGANISE)
    for department in command.departments:
        if not await desk.department_exists(uow.connection, department):
            raise NoSuchDepartment
    await desk.set_departments(uow.connection, command.account_id, command.departments)
    uow.note("demarches.agent.departments_set", command.account_id, concerns=command.account_id)


async def set_rule(command: SetRule, uow: DemarchesWork) -> None:
    must_hold(uow.actor, ORGANISE)
    rule = None
    if command.mode in MODES:
        if command.mode == "agent" and command.account_id is None:
            raise NoSuchAgent(faults=[Fault("/account", "Choisissez un agent.", "missing")])
        rule = desk.Rule(command.mode, command.account_id if command.mode == "agent" else None)
    await desk.set_rule(uow.connection, command.demarche_id, rule)
    uow.note("demarches.rule.set", command.demarche_id)


async def note_absence(command: NoteAbsence, uow: DemarchesWork) -> UUID:
    """One notes one's own absence; an organiser anybody's."""
    must_hold(uow.actor, INSTRUCT if command.account_id == uow.actor.account else ORGANISE)
    first, last, substitute = command.from_on, command.until_on, command.substitute
    if first is None:
        raise AbsenceInvalid(faults=[Fault("/from", "Indiquez un jour qui existe.", "date")])
    if last is None or last < first:
        raise AbsenceInvalid(faults=[Fault("/until", "Indiquez un premier et un dernier jour, dans l’ordre.", "date")])
    if substitute is None or substitute == command.account_id:
        raise AbsenceInvalid(faults=[Fault("/substitute", "Choisissez un collègue qui remplace.", "missing")])
    absence_id = new_id()
    absence = {
        "id": absence_id,
        "account_id": command.account_id,
        "substitute": substitute,
        "from_on": first,
        "until_on": last,
    }
    await uow.insert(absences, absence)
    uow.note("demarches.absence.noted", command.account_id, concerns=command.account_id)
    return absence_id


async def end_absence(command: EndAbsence, uow: DemarchesWork) -> None:
    statement = delete(absences).where(absences.c.id == command.absence_id)
    if not uow.actor.holds(ORGANISE):
        statement = statement.where(absences.c.account_id == uow.actor.account)
    gone = (await uow.connection.execute(statement.returning(absences.c.account_id))).one_or_none()
    if gone is None:
        raise AbsenceNotFound
    uow.note("demarches.absence.ended", gone.account_id, concerns=gone.account_id)

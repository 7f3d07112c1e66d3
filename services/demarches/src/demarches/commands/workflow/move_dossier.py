from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from msgspec import Struct, field

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold, must_match
from chassis.refusals import Fault
from contracts.forms import say
from demarches.commands.instruction.decide_dossier import DecideDossier, decide
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier, Outcome, Status
from demarches.domain.exchanges import Message, Side
from demarches.domain.policies import must_not_be_applicant
from demarches.domain.refusals import NoSuchTransition, TransitionNotMet, WordsMissing
from demarches.domain.workflow import Stage, Transition, Workflow, guard_holds
from demarches.storage.tables import notes, stage_changes
from demarches.storage.unit_of_work import DemarchesWork
from demarches.storage.workflow import facts_of

STAGE_DUE = "stage.due"


class MoveDossier(Struct, frozen=True, kw_only=True):
    """`said`: the words that the transition asks for, by their id. `reasons` goes with a decision."""

    dossier_id: UUID
    transition: str
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    reasons: str = ""
    expected: int | None = None


async def move_dossier(command: MoveDossier, uow: DemarchesWork) -> Dossier:
    """By somebody who may: permission, guard and words are checked against the version the dossier was made with."""
    dossier = await uow.dossiers.get(command.dossier_id)
    definition = await uow.definition_of(dossier)
    workflow, transition = _found(definition, dossier, command.transition)
    must_hold(uow.actor, transition.needs)
    must_not_be_applicant(uow.actor, dossier)
    must_match(dossier.version, command.expected)
    await _must_be_met(transition, definition, dossier, uow)
    said = must_say(transition, command.said)
    target = workflow.stage(transition.target)
    assert target is not None
    if workflow.decides(transition):
        decision = DecideDossier(dossier.id, Outcome(target.status), command.reasons)
        _ = await decide(decision, dossier, uow)
        dossier.stage = target.id
    else:
        await enter(target, dossier, workflow, uow)
    if said:
        author = must_be_signed_in(uow.actor)
        await uow.insert(
            notes, {"id": new_id(), "dossier_id": dossier.id, "author": author, "body": said, "at": uow.now}
        )
    await _take_effect(transition, dossier, uow)
    return dossier


async def move_when_due(change_id: UUID, uow: DemarchesWork) -> None:
    """A stage's time is over. Where somebody moved the dossier on, or the guard says no, nothing happens."""
    change = (await uow.connection.execute(stage_changes.select().where(stage_changes.c.id == change_id))).one_or_none()
    if change is None:
        return
    dossier = await uow.dossiers.get(change.dossier_id)
    definition = await uow.definition_of(dossier)
    workflow = definition.workflow
    if (
        workflow is None
        or not dossier.is_open
        or dossier.stage_change != change_id
        or dossier.status is Status.INCOMPLETE
    ):
        return
    for timer in workflow.timers_of(change.stage):
        transition = workflow.transition(timer.transition)
        facts = await facts_of(dossier, uow.connection, uow.now)
        if transition is None or not guard_holds(transition, definition.form, dossier.answers, facts, uow.now):
            continue
        target = workflow.stage(transition.target)
        assert target is not None
        await enter(target, dossier, workflow, uow)
        await _take_effect(transition, dossier, uow)
        return


async def enter(target: Stage, dossier: Dossier, workflow: Workflow, uow: DemarchesWork) -> None:
    change = new_id()
    for event in dossier.enter(target.id, target.status, change, at=uow.now):
        uow.record(event, concerns=dossier.account)
    row = {"id": change, "dossier_id": dossier.id, "stage": target.id, "at": uow.now, "by": uow.actor.account}
    await uow.insert(stage_changes, row)
    for due_at in {uow.now + timedelta(days=timer.days) for timer in workflow.timers_of(target.id)}:
        await uow.schedule(STAGE_DUE, change, due_at=due_at)


def _found(definition: Definition, dossier: Dossier, name: str) -> tuple[Workflow, Transition]:
    dossier.must_be_open()
    workflow = definition.workflow
    transition = next((one for one in workflow.offered(dossier) if one.id == name), None) if workflow else None
    if workflow is None or transition is None:
        raise NoSuchTransition
    return workflow, transition


async def _must_be_met(transition: Transition, definition: Definition, dossier: Dossier, uow: DemarchesWork) -> None:
    facts = await facts_of(dossier, uow.connection, uow.now)
    if not guard_holds(transition, definition.form, dossier.answers, facts, uow.now):
        raise TransitionNotMet(say(transition.because, uow.actor.locale) or None)


def must_say(transition: Transition, said: Mapping[str, str]) -> str:
    """What was written, as one note. Raises WordsMissing with a pointer to each that is missing."""
    faults = [
        Fault(f"/said/{asked.id}", f"Écrivez : {say(asked.label)}.", "missing")
        for asked in transition.asks
        if asked.required and not said.get(asked.id, "").strip()
    ]
    if faults:
        raise WordsMissing(faults=faults)
    written = [(say(asked.label), said.get(asked.id, "").strip()[:5_000]) for asked in transition.asks]
    return "\n".join(f"{label} : {text}" for label, text in written if text)


async def _take_effect(transition: Transition, dossier: Dossier, uow: DemarchesWork) -> None:
    effects = transition.effects
    words = say(effects.message, dossier.locale).strip()
    if words:
        message = Message(
            id=new_id(),
            dossier_id=dossier.id,
            side=Side.AGENT,
            author=uow.actor.account or dossier.examiner or UUID(int=0),
            body=words,
            posted_at=uow.now,
        )
        uow.record(message.posted(), concerns=dossier.account)
        _ = uow.messages.add(message)
    if effects.forward_to and dossier.is_open and str(dossier.department_id) != effects.forward_to:
        uow.record(dossier.forward(UUID(effects.forward_to), at=uow.now), concerns=dossier.account)

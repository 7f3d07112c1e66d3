"""A démarche's own states, over those of the law: data that an authority changes without touching code.

Each stage refines one legal status. A transition leads from stage to stage, asks for a permission, a condition and some
words, and has effects. Pieces that are awaited, withdrawal and the clock stay the law's business, whatever a workflow says.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from chassis.refusals import Fault
from contracts.forms import Context, Form, FormFault, Words, flat, say
from contracts.forms.assessment import assess
from contracts.forms.expressions import compiled
from demarches.domain.clock import day_of
from demarches.domain.dossier import DECIDED, Dossier, Status
from demarches.domain.form_faults import UNREADABLE
from demarches.domain.permissions import DECIDE, INSTRUCT

STATUSES = frozenset({Status.SUBMITTED, Status.UNDER_EXAMINATION}) | DECIDED
NEEDS = (INSTRUCT, DECIDE)
# What a guard may read beside the answers: `dossier.missing`, `dossier.days`…
FACTS = frozenset({"missing", "days", "opinions_awaited", "opinions_against", "pieces"})


class Stage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`sentence` is what its applicant reads under the label."""

    id: str
    label: Words
    status: Status
    sentence: Words = ""


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Words that whoever makes the transition has to write; kept as an internal note."""

    id: str
    label: Words
    required: bool = True


class Effects(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What happens with it: a message to the applicant, another department that has the dossier."""

    message: Words = ""
    forward_to: str = ""


class Transition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`guard` is CEL over the answers and `dossier`; `because` says in words why it is not offered when it is false."""

    id: str
    label: Words
    sources: tuple[str, ...]
    target: str
    needs: str = INSTRUCT
    guard: str = ""
    because: Words = ""
    asks: tuple[Asked, ...] = ()
    effects: Effects = Effects()


class StageTimer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """After so many days in a stage, this transition is made by itself, if its guard holds then."""

    stage: str
    days: int
    transition: str


class Workflow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The first stage of a legal status is where a dossier stands that got the status otherwise."""

    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...] = ()
    timers: tuple[StageTimer, ...] = ()

    def stage(self, stage_id: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def transition(self, transition_id: str) -> Transition | None:
        return next((transition for transition in self.transitions if transition.id == transition_id), None)

    def stage_of(self, status: Status, kept: str | None) -> Stage | None:
        """Where a dossier stands. What is kept counts only as long as the legal status agrees with it."""
        known = self.stage(kept) if kept else None
        # A piece is awaited: the dossier waits where it stands.
        if known is not None and (
            known.status is status or (status is Status.INCOMPLETE and known.status not in DECIDED)
        ):
            return known
        wanted = Status.UNDER_EXAMINATION if status is Status.INCOMPLETE else status
        return next((stage for stage in self.stages if stage.status is wanted), None)

    def offered(self, dossier: Dossier) -> list[Transition]:
        """Those that begin where the dossier stands, whether their guard holds or not."""
        here = self.stage_of(dossier.status, dossier.stage)
        if here is None or not dossier.is_open:
            return []
        return [transition for transition in self.transitions if here.id in transition.sources]

    def decides(self, transition: Transition) -> bool:
        target = self.stage(transition.target)
        return target is not None and target.status in DECIDED

    @property
    def has_decisions(self) -> bool:
        """Decisions are then taken through it, never beside it."""
        return any(self.decides(transition) for transition in self.transitions)

    def timers_of(self, stage_id: str) -> list[StageTimer]:
        return [timer for timer in self.timers if timer.stage == stage_id]


WITHOUT = {
    Status.SUBMITTED: "Il manque une étape pour les demandes reçues.",
    Status.UNDER_EXAMINATION: "Il manque une étape pour les demandes en instruction.",
}


def guard_holds(
    transition: Transition, form: Form, answers: Mapping[str, Any], facts: Mapping[str, int], at: datetime
) -> bool:
    """A condition that cannot be told is not met."""
    if not transition.guard:
        return True
    evaluation = assess(form, answers, Context(today=day_of(at), settled=True)).evaluation
    with evaluation.scope(dossier=dict(facts)):
        return evaluation.verdict(transition.guard) is True


def faults_of(workflow: Workflow, form: Form) -> list[Fault]:
    """What keeps a workflow from being published, each with the place where it stands."""
    found: list[Fault] = []

    def wrong(pointer: str, message: str) -> None:
        found.append(Fault(f"/workflow/{pointer}", message, "workflow"))

    ids = [stage.id for stage in workflow.stages]
    for number, stage in enumerate(workflow.stages):
        if not stage.id or ids.count(stage.id) > 1:
            wrong(f"stages/{number}/id", f"L’étape « {stage.id} » est là deux fois, ou n’a pas de nom.")
        if stage.status not in STATUSES:
            wrong(f"stages/{number}/status", "Une étape ne peut pas préciser cet état de la loi.")
        if not say(stage.label).strip():
            wrong(f"stages/{number}/label", "Nommez cette étape.")
    for status, message in WITHOUT.items():
        if not any(stage.status is status for stage in workflow.stages):
            wrong("stages", message)
    known = {item.id for step in form.steps for item in flat(step)}
    names = [transition.id for transition in workflow.transitions]
    for number, transition in enumerate(workflow.transitions):
        at = f"transitions/{number}"
        if not transition.id or names.count(transition.id) > 1:
            wrong(f"{at}/id", f"Le passage « {transition.id} » est là deux fois, ou n’a pas de nom.")
        if not transition.sources or any(source not in ids for source in transition.sources):
            wrong(f"{at}/sources", "Ce passage part d’une étape qui n’existe pas.")
        elif any(stage.id in transition.sources and stage.status in DECIDED for stage in workflow.stages):
            wrong(f"{at}/sources", "Une décision ne se reprend pas : aucun passage ne peut en partir.")
        target = workflow.stage(transition.target)
        if target is None:
            wrong(f"{at}/target", "Ce passage mène à une étape qui n’existe pas.")
        elif target.status is Status.SUBMITTED:
            sources = [workflow.stage(source) for source in transition.sources]
            if any(source and source.status is not Status.SUBMITTED for source in sources):
                wrong(f"{at}/target", "Une demande en instruction ne redevient pas simplement reçue.")
        elif target.status in DECIDED and transition.needs != DECIDE:
            wrong(f"{at}/needs", "Un passage qui décide demande la permission de décider.")
        if transition.needs not in NEEDS:
            wrong(f"{at}/needs", "Cette permission n’existe pas ici.")
        if transition.guard:
            _check_guard(transition, known, wrong, at)
    for number, timer in enumerate(workflow.timers):
        transition = workflow.transition(timer.transition)
        if timer.days < 1 or transition is None or timer.stage not in transition.sources:
            wrong(
                f"timers/{number}",
                "Ce délai désigne un passage qui ne part pas de son étape, ou un nombre de jours nul.",
            )
        elif workflow.decides(transition) or any(asked.required for asked in transition.asks):
            wrong(f"timers/{number}", "Un délai ne décide pas et n’écrit rien à la place de quelqu’un.")
    return found


def _check_guard(transition: Transition, known: set[str], wrong: Any, at: str) -> None:
    try:
        names = set(compiled(transition.guard).names)
    except FormFault:
        wrong(f"{at}/guard", UNREADABLE)
        return
    unknown = sorted(names - known - {"today", "dossier"})
    if unknown:
        wrong(f"{at}/guard", f"« {unknown[0]} » n’est ni une question du formulaire, ni un fait de la demande.")

"""Where a dossier stands in its démarche's workflow, and where it may go."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Row

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier, Status
from demarches.domain.refusals import PieceAwaited
from demarches.domain.workflow import guard_holds
from demarches.queries.words import translation
from demarches.storage.workflow import facts_in


class AskedView(Struct, kw_only=True):
    id: str
    label: str
    required: bool


class TransitionView(Struct, kw_only=True):
    """`met`: its condition holds; `because` says why not. `allowed`: the reader has its permission."""

    id: str
    label: str
    target: str
    outcome: str | None
    met: bool
    because: str
    allowed: bool
    asks: list[AskedView]
    message: str


class WorkflowView(Struct, kw_only=True):
    """`decides`: decisions are taken through it alone."""

    stage: str
    transitions: list[TransitionView]
    decides: bool


def workflow_view(
    dossier: Dossier, definition: Definition, actor: Actor, counted: Row[Any], at: datetime
) -> WorkflowView | None:
    workflow, locale = definition.workflow, actor.locale
    if workflow is None:
        return None
    here = workflow.stage_of(dossier.status, dossier.stage)
    offered = workflow.offered(dossier)
    facts = facts_in(counted, dossier, at)
    shown: list[TransitionView] = []
    for transition in offered:
        target = workflow.stage(transition.target)
        awaits = dossier.status is Status.INCOMPLETE and not workflow.decides(transition)
        met = not awaits and guard_holds(transition, definition.form, dossier.answers, facts, at)
        because = translation(locale)(PieceAwaited.__doc__ or "") if awaits else say(transition.because, locale)
        shown.append(
            TransitionView(
                id=transition.id,
                label=say(transition.label, locale),
                target=say(target.label, locale) if target else transition.target,
                outcome=str(target.status) if target and workflow.decides(transition) else None,
                met=met,
                because="" if met else because,
                allowed=actor.holds(transition.needs),
                asks=[AskedView(id=a.id, label=say(a.label, locale), required=a.required) for a in transition.asks],
                message=say(transition.effects.message, dossier.locale),
            )
        )
    return WorkflowView(
        stage=say(here.label, locale) if here else "", transitions=shown, decides=workflow.has_decisions
    )

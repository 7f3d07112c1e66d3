"""Whether a dossier can leave the stages of a workflow: what leads nowhere, and what time alone would turn for ever.

Judged when it is published, not while it is drawn: a stage is there before the ways that leave it.
"""

from collections.abc import Iterator

from chassis.refusals import Fault
from demarches.domain.dossier import DECIDED
from demarches.domain.workflow import StageTimer, Workflow

NO_WAY_OUT = "De cette étape, aucun passage ne mène à une décision : les demandes y resteraient."
IN_CIRCLES = "Ces délais tournent en rond : une demande que personne ne regarde y passerait sans fin."


def wandering(workflow: Workflow) -> Iterator[Fault]:
    if workflow.has_decisions:
        leading = _leading_to_a_decision(workflow)
        for number, stage in enumerate(workflow.stages):
            if stage.id not in leading:
                yield Fault(f"/workflow/stages/{number}", NO_WAY_OUT, "workflow")
    for number, timer in enumerate(workflow.timers):
        if _comes_back(workflow, timer):
            yield Fault(f"/workflow/timers/{number}", IN_CIRCLES, "workflow")


def _leading_to_a_decision(workflow: Workflow) -> set[str]:
    leading = {stage.id for stage in workflow.stages if stage.status in DECIDED}
    while True:
        more = {source for one in workflow.transitions if one.target in leading for source in one.sources} - leading
        if not more:
            return leading
        leading |= more


def _comes_back(workflow: Workflow, timer: StageTimer) -> bool:
    """Through timers alone."""
    seen, ahead = set[str](), [timer]
    while ahead:
        transition = workflow.transition(ahead.pop().transition)
        if transition is None or transition.target in seen:
            continue
        if transition.target == timer.stage:
            return True
        seen.add(transition.target)
        ahead += workflow.timers_of(transition.target)
    return False

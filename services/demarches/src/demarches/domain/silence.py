"""What silence decides, and when that is told."""

from datetime import date, datetime, time, timedelta

from chassis.clock import PARIS
from contracts.demarches import DeadlineApproaching, DeadlineReached
from demarches.domain.clock import LegalClock, add_period, day_of
from demarches.domain.dossier import Dossier

MIND_DEADLINE = "deadline.mind"
WARN_BEFORE = timedelta(days=15)
# Timers ring in the small hours, after midnight in Paris: silence has its effect from 0:00 of the day after the last.
AT = time(0, 5)


def moments(clock: LegalClock, *, after: datetime) -> list[datetime]:
    """When to look at this clock again: before the date and once it has passed. Empty when no period runs."""
    if clock.due_on is None or clock.effect_on is None:
        return []
    days = (clock.due_on - WARN_BEFORE, clock.effect_on)
    found = [datetime.combine(day, AT, PARIS) for day in days]
    return [moment for moment in found if moment > after]


def reasons_due(asked_at: datetime | None) -> date | None:
    """A month from the day they were asked for (CRPA L232-4)."""
    return add_period(day_of(asked_at), months=1) if asked_at else None


def approaching(dossier: Dossier, clock: LegalClock) -> DeadlineApproaching:
    assert clock.due_on is not None
    return DeadlineApproaching(dossier_id=dossier.id, outcome=str(clock.silence), due_on=clock.due_on)


def fallen(dossier: Dossier, clock: LegalClock) -> DeadlineReached:
    assert clock.effect_on is not None
    return DeadlineReached(dossier_id=dossier.id, outcome=str(clock.silence), effect_on=clock.effect_on)

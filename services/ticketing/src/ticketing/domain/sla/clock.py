"""The clocks of one ticket, moved on by one fact at a time.

`explain` says the same from all the facts at once, by another way; a property test holds them together.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from ticketing.domain.severity import Severity
from ticketing.domain.sla.calendar import BusinessCalendar
from ticketing.domain.sla.facts import Fact, Happening
from ticketing.domain.sla.policy import Measure, SlaPolicy
from ticketing.domain.ticket import Status

ENDED = frozenset({Status.RESOLVED, Status.CLOSED})
VOID = frozenset({Status.CANCELLED, Status.MERGED, Status.SPAM})


class Clock(Struct, frozen=True, kw_only=True):
    """One promise. `counted` is the open time up to `running_since`, or in all when it stands still.

    It runs, is paused (neither running nor ended), has ended (kept or breached), or is void: nobody waits any more.
    """

    measure: Measure
    began_at: datetime
    counted: timedelta = timedelta()
    running_since: datetime | None = None
    ended_at: datetime | None = None
    void: bool = False
    warned_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def is_alive(self) -> bool:
        return self.ended_at is None and not self.void


class Standing(Struct, frozen=True, kw_only=True):
    """Where a ticket stands with its promises."""

    clocks: tuple[Clock, ...] = ()
    severity: Severity = Severity.NORMAL
    status: Status = Status.NEW
    responded: bool = False

    @property
    def alive(self) -> tuple[Clock, ...]:
        return tuple(clock for clock in self.clocks if clock.is_alive)


class Rules:
    """A policy and its calendar, at work."""

    def __init__(self, policy: SlaPolicy, calendar: BusinessCalendar) -> None:
        self.policy, self.calendar = policy, calendar

    # -- when ----------------------------------------------------------------------------------------------------

    def due(self, clock: Clock, severity: Severity) -> datetime | None:
        """When the running clock's time is up, or was. None when it is paused."""
        if clock.breached_at is not None and clock.running_since is not None:
            return clock.breached_at
        return self._reaches(clock, self.policy.target(clock.measure, severity))

    def warns(self, clock: Clock, severity: Severity) -> datetime | None:
        target = self.policy.target(clock.measure, severity)
        return self._reaches(clock, None if target is None else target * self.policy.warns_at / 100)

    def _reaches(self, clock: Clock, target: timedelta | None) -> datetime | None:
        if target is None or clock.running_since is None or not clock.is_alive:
            return None
        return self.calendar.after(clock.running_since, target - clock.counted)

    # -- what ----------------------------------------------------------------------------------------------------

    def advance(self, standing: Standing, fact: Fact) -> Standing:
        """After this fact. What was due before it is breached; an answer at the very moment is in time."""
        standing = self.settle(standing, fact.at, included=False)
        match fact.what:
            case Happening.OPENED:
                severity = fact.severity or standing.severity
                standing = replace(standing, severity=severity, status=Status.NEW)
                return self._begin(self._begin(standing, Measure.FIRST_RESPONSE, fact.at), Measure.RESOLUTION, fact.at)
            case Happening.CUSTOMER_WROTE:
                return self._begin(standing, Measure.NEXT_RESPONSE, fact.at) if standing.responded else standing
            case Happening.ANSWERED:
                return self._responded(standing, fact.at)
            case Happening.REWEIGHED if fact.severity is standing.severity:
                return standing
            case Happening.REWEIGHED:
                moved = tuple(self._folded(clock, fact.at) for clock in standing.clocks)
                return replace(standing, clocks=moved, severity=fact.severity or standing.severity)
            case Happening.BECAME:
                return self._became(standing, fact.status or standing.status, fact.at)

    def settle(self, standing: Standing, now: datetime, *, included: bool = True) -> Standing:
        """With everything that warned or fell due until now; `included`: at this very moment too."""

        def happened(moment: datetime | None) -> datetime | None:
            passed = moment is not None and (moment <= now if included else moment < now)
            return moment if passed else None

        clocks = tuple(
            replace(
                clock,
                warned_at=clock.warned_at or happened(self.warns(clock, standing.severity)),
                breached_at=clock.breached_at or happened(self.due(clock, standing.severity)),
            )
            for clock in standing.clocks
        )
        return replace(standing, clocks=clocks)

    def _begin(self, standing: Standing, measure: Measure, at: datetime) -> Standing:
        """Unless one of the kind is already waited for, or nothing is promised."""
        known = any(clock.measure is measure for clock in standing.alive)
        if known or self.policy.target(measure, standing.severity) is None:
            return standing
        paused = standing.status is Status.WAITING_CUSTOMER and measure is not Measure.FIRST_RESPONSE
        clock = Clock(measure=measure, began_at=at, running_since=None if paused else at)
        return replace(standing, clocks=(*standing.clocks, clock))

    def _responded(self, standing: Standing, at: datetime) -> Standing:
        answered = (Measure.FIRST_RESPONSE, Measure.NEXT_RESPONSE)
        clocks = tuple(self._ended(c, at) if c.measure in answered else c for c in standing.clocks)
        return replace(standing, clocks=clocks, responded=True)

    def _became(self, standing: Standing, status: Status, at: datetime) -> Standing:
        before = standing.status
        standing = replace(standing, status=status)
        if status in VOID:
            return self._each(standing, lambda clock: self._voided(clock, at))
        standing = self._each(standing, lambda clock: self._revived(clock, at))
        if status in ENDED:
            return self._each(self._responded(standing, at), lambda clock: self._ended(clock, at))
        if before in ENDED:
            # Whoever opens it again waits for a word; the resolution goes on where it stood.
            standing = self._each(standing, lambda clock: self._reopened(clock, at))
            standing = self._begin(standing, Measure.NEXT_RESPONSE, at)
        paused = status is Status.WAITING_CUSTOMER
        return self._each(standing, lambda clock: self._paused(clock, at) if paused else self._resumed(clock, at))

    @staticmethod
    def _each(standing: Standing, change: Callable[[Clock], Clock]) -> Standing:
        return replace(standing, clocks=tuple(change(clock) for clock in standing.clocks))

    def _voided(self, clock: Clock, at: datetime) -> Clock:
        return replace(self._folded(clock, at), running_since=None, void=True) if clock.is_alive else clock

    @staticmethod
    def _revived(clock: Clock, at: datetime) -> Clock:
        """A merge was undone."""
        return replace(clock, void=False, running_since=at) if clock.void else clock

    @staticmethod
    def _reopened(clock: Clock, at: datetime) -> Clock:
        ended = clock.measure is Measure.RESOLUTION and clock.ended_at is not None
        return replace(clock, ended_at=None, running_since=at) if ended else clock

    def _folded(self, clock: Clock, at: datetime) -> Clock:
        if clock.running_since is None or not clock.is_alive:
            return clock
        counted = clock.counted + self.calendar.counted(clock.running_since, at)
        return replace(clock, counted=counted, running_since=at)

    def _ended(self, clock: Clock, at: datetime) -> Clock:
        return replace(self._folded(clock, at), running_since=None, ended_at=at) if clock.is_alive else clock

    def _paused(self, clock: Clock, at: datetime) -> Clock:
        if clock.measure is Measure.FIRST_RESPONSE or not clock.is_alive:
            return clock
        return replace(self._folded(clock, at), running_since=None)

    def _resumed(self, clock: Clock, at: datetime) -> Clock:
        return replace(clock, running_since=at) if clock.is_alive and clock.running_since is None else clock

"""What came of handing a message over, and when to try again."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

# Before the 2nd, 3rd, … attempt. After the last of them, some two days later, the message is given up.
BACKOFF = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    PERMANENT_FAILURE = "permanent-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    """The provider said « later »."""
    TECHNICAL_FAILURE = "technical-failure"
    """The message could not be written: a value or a template is not right."""
    UNKNOWN = "unknown"
    """We died, or the line did, between handing over and the answer: it may have arrived."""


class Attempt(msgspec.Struct, kw_only=True):
    """One try. `reason` is a status or a code, never an address nor what a server said in words."""

    number: int
    begun_at: datetime
    provider: str
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    reason: str = ""
    reported: str | None = None
    """What was told afterwards: delivered, delayed, bounced, complained."""
    reported_at: datetime | None = None
    reported_status: str = ""

    def report(self, verdict: str, status: str, *, at: datetime) -> None:
        self.reported, self.reported_status, self.reported_at = verdict, status, at

    def end(self, outcome: Outcome, reason: str, *, at: datetime) -> None:
        self.outcome, self.reason, self.ended_at = outcome, reason, at


def next_try(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after so many attempts, or None when there were enough."""
    return at + BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None

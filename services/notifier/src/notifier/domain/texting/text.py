"""One SMS to one person, beside the mail and never instead of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

# Later, it would be no news any more.
LIVES = timedelta(hours=24)
BACKOFF = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# What may be told by SMS, where its reader asks for it: what they would miss without it.
TEXTED = (
    "piece_requested",
    "dossier_decided",
    "message_from_town",
    "booking_confirmed",
    "booking_reminder",
    "booking_moved",
    "booking_cancelled",
    "slot_offered",
    "place_offered",
)


class Status(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """We died while it was handed over. It is not sent again: it may have arrived, and the mail says the same."""
    READ = "read"
    """Read on the portal before it left."""
    NO_NUMBER = "no-number"
    STOPPED = "stopped"
    """Its reader answered STOP."""
    EXPIRED = "expired"


OPEN = frozenset({Status.PENDING, Status.SENDING})


class Verdict(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"
    STOPPED = "stopped"


class Outcome(StrEnum):
    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(kw_only=True)
class Text:
    """`trace` is the salted hash of the number; `segments` what is billed; `credits` what the provider says
    it took, in hundredths."""

    id: UUID
    account_id: UUID
    notification_id: UUID
    kind: str
    created_at: datetime
    due_at: datetime | None
    status: Status = Status.PENDING
    tries: int = 0
    segments: int = 0
    credits: int = 0
    reason: str = ""
    trace: str = ""
    ended_at: datetime | None = None
    version: int = 0

    @property
    def has_ended(self) -> bool:
        return self.status not in OPEN

    def begin(self, *, trace: str, segments: int) -> None:
        self.status, self.trace, self.segments, self.tries = Status.SENDING, trace, segments, self.tries + 1
        self.due_at = None

    def answer(self, outcome: Outcome, reason: str, *, at: datetime) -> None:
        self.reason = reason
        if outcome is Outcome.LATER and self.tries <= len(BACKOFF):
            self.status, self.due_at = Status.PENDING, at + BACKOFF[self.tries - 1]
            return
        ends = {Outcome.TAKEN: Status.SENT, Outcome.UNKNOWN: Status.UNKNOWN}
        self.end(ends.get(outcome, Status.FAILED), at=at)

    def hear(self, verdict: Verdict, *, credits: int, at: datetime) -> None:
        """What the network said afterwards. The last word stays the last."""
        self.credits = credits or self.credits
        if self.status in (Status.SENT, Status.UNKNOWN) and verdict is not Verdict.STOPPED:
            self.end(Status.DELIVERED if verdict is Verdict.DELIVERED else Status.FAILED, at=at)

    def end(self, status: Status, *, at: datetime) -> None:
        self.status, self.ended_at, self.due_at = status, at, None

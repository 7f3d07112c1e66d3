"""One message on its way to one device, beside the mail and never instead of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

# Later, it would be no news any more; the push service is told so as well (TTL).
LIVES = timedelta(hours=24)
BACKOFF = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
GONE = frozenset({404, 410})


class Status(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    """The push service took it; whether the device was on is nobody's to know."""
    READ = "read"
    """Read on the portal before it left."""
    GONE = "gone"
    """The device no longer wants any."""
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(kw_only=True)
class Push:
    """`id` is what the device knows a repetition by: it replaces, and is never shown twice.
    `notification_id` is None for a trial, which says nothing but « it works »."""

    id: UUID
    device_id: UUID
    notification_id: UUID | None
    created_at: datetime
    due_at: datetime | None
    status: Status = Status.PENDING
    tries: int = 0
    reason: str = ""
    ended_at: datetime | None = None
    version: int = 0

    @property
    def has_ended(self) -> bool:
        return self.status is not Status.PENDING

    def answer(self, code: int | None, reason: str, *, retry_after: timedelta | None, at: datetime) -> None:
        """What the push service said (RFC 8030); without a code, why it said nothing."""
        self.tries += 1
        self.reason = reason or str(code)
        if code is not None and 200 <= code < 300:
            self.end(Status.SENT, at=at)
        elif code in GONE:
            self.end(Status.GONE, at=at)
        elif code is not None and 400 <= code < 500 and code != 429:
            self.end(Status.FAILED, at=at)
        elif self.tries > len(BACKOFF):
            self.end(Status.EXPIRED, at=at)
        else:
            self.due_at = at + max(BACKOFF[self.tries - 1], min(retry_after or timedelta(0), LIVES))

    def end(self, status: Status, *, at: datetime) -> None:
        self.status, self.ended_at, self.due_at = status, at, None

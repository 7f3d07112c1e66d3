"""One reader of one issue."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from notifier.domain.addresses.refusals import ReportTooEarly
from notifier.domain.addresses.reports import Report, Verdict
from notifier.domain.attempts import Outcome

BACKOFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


class Standing(StrEnum):
    """audience = accepted + bounced + skipped + unknown + pending, at every instant; `sending` is pending still."""

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    BOUNCED = "bounced"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"
    """It may have arrived; it is tried again with the same Message-ID."""


COMPLAINED = "complained"
OPEN = (Standing.PENDING, Standing.SENDING, Standing.UNKNOWN)


@dataclass(kw_only=True)
class Recipient:
    """A test goes to one account and counts for nothing."""

    id: UUID
    issue_id: UUID
    subscriber_id: UUID | None
    account_id: UUID | None = None
    is_test: bool = False
    standing: Standing = Standing.PENDING
    reason: str = ""
    attempts: int = 0
    due_at: datetime | None = None
    ended_at: datetime | None = None
    address_trace: str | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN

    def begin(self, address_trace: str | None = None) -> None:
        """Said before the mail server is spoken to: who finds it so later knows that somebody died in between."""
        self.standing, self.attempts = Standing.SENDING, self.attempts + 1
        self.address_trace = address_trace or self.address_trace

    def end(self, outcome: Outcome, reason: str, *, at: datetime) -> None:
        self.reason = reason
        match outcome:
            case Outcome.ACCEPTED:
                self._close(Standing.ACCEPTED, at)
            case Outcome.PERMANENT_FAILURE:
                self._close(Standing.BOUNCED, at)
            case _ if self.attempts > len(BACKOFF):
                self._close(Standing.BOUNCED, at)
            case Outcome.UNKNOWN:
                self.standing, self.due_at = Standing.UNKNOWN, at + BACKOFF[0]
            case _:
                self.standing, self.due_at = Standing.PENDING, at + BACKOFF[self.attempts - 1]

    def skip(self, reason: str, *, at: datetime) -> None:
        self.reason = reason
        self._close(Standing.SKIPPED, at)

    def hear(self, report: Report, *, at: datetime) -> bool:
        """What a server says after it was sent; True when it changes something. Who complains has received it. Raises
        `ReportTooEarly` while the sending itself is not written down yet."""
        if self.standing is Standing.SENDING:
            raise ReportTooEarly
        if self.standing not in (Standing.ACCEPTED, Standing.UNKNOWN) or self.reason == COMPLAINED:
            return False
        if report.verdict is Verdict.BOUNCED:
            self.reason = f"bounced {report.status}".strip()
            self._close(Standing.BOUNCED, at)
            return True
        if report.verdict is Verdict.COMPLAINED:
            self.reason = COMPLAINED
            self._close(Standing.ACCEPTED, at)
            return True
        return False

    def _close(self, standing: Standing, at: datetime) -> None:
        self.standing, self.ended_at, self.due_at = standing, at, None

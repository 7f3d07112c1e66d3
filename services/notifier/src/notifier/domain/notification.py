"""One message to one person because of one event."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.messages import Lane
from contracts.notifier import (
    NotificationAccepted,
    NotificationDelivered,
    NotificationFailed,
    NotificationHeld,
    NotificationWithheld,
)
from notifier.domain.addresses.refusals import ReportTooEarly
from notifier.domain.addresses.reports import Report, Verdict
from notifier.domain.attempts import Attempt, Outcome, next_try
from notifier.domain.refusals import NotificationAddressed, NotificationEnded, NotificationNotSending

# What tells whom it concerned is forgotten then; the fact that it was sent is kept.
KEPT = timedelta(days=90)


class Status(StrEnum):
    CREATED = "created"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    """The recipient's own server said so; most never do."""
    BOUNCED = "bounced"
    """Taken by the provider, and come back."""
    COMPLAINED = "complained"
    TEMPORARY_FAILURE = "temporary-failure"
    TECHNICAL_FAILURE = "technical-failure"
    UNKNOWN = "unknown"
    PERMANENT_FAILURE = "permanent-failure"
    SPARED = "spared"
    """Told in the notification centre or in a digest, as its reader wishes."""
    SUPPRESSED = "suppressed"
    """Not sent: mails to this address come back, or its reader does not want them."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"


# Somebody's server had it: reports may still come.
HANDED_OVER = frozenset({Status.ACCEPTED, Status.DELIVERED, Status.BOUNCED, Status.COMPLAINED})
ENDED = HANDED_OVER | {
    Status.PERMANENT_FAILURE,
    Status.SPARED,
    Status.SUPPRESSED,
    Status.CANCELLED,
    Status.EXPIRED,
}


def recipient_of(account_id: UUID) -> str:
    return f"account:{account_id}"


def account_of(recipient: str) -> UUID | None:
    kind, _, named = recipient.partition(":")
    return UUID(named) if kind == "account" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The event that made the message necessary. `about` is the aggregate it is about; `data` holds ids and statuses."""

    event_id: UUID
    type: str
    about: UUID
    data: dict[str, Any]


@dataclass(kw_only=True)
class Notification:
    """`created → sending → accepted`, with detours; every detour is an attempt.

    `recipient` names an account or the salted hash of an address; the address itself is asked for at each attempt and
    never kept. `due_at` is when it is tried next, None once it has ended.
    """

    id: UUID
    cause: Cause
    lane: Lane
    created_at: datetime
    traceparent: str | None = None
    status: Status = Status.CREATED
    template: str | None = None
    recipient: str | None = None
    address_trace: str | None = None
    message_id: str | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    purged_at: datetime | None = None
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    version: int = 0

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    @property
    def account(self) -> UUID | None:
        """The account that it goes to, when it goes to one."""
        return account_of(self.recipient) if self.recipient else None

    def address(self, recipient: str) -> None:
        """Whom it goes to is said once."""
        if self.recipient not in (None, recipient):
            raise NotificationAddressed
        self.recipient = recipient

    def begin(self, *, provider: str, template: str, message_id: str, at: datetime) -> None:
        """From here on it may arrive. The message id of the first attempt stays, so that a resend is recognised."""
        self._must_be_open()
        if self.status is Status.SENDING:
            self.lose_track(at=at)
        self.status, self.template, self.due_at = Status.SENDING, template, None
        self.message_id = self.message_id or message_id
        self.attempts.append(Attempt(number=len(self.attempts) + 1, begun_at=at, provider=provider))

    def lose_track(self, *, at: datetime) -> None:
        """Whoever was sending it is gone: it may have arrived or not."""
        self._running().end(Outcome.UNKNOWN, "interrupted", at=at)
        self.status, self.due_at = Status.UNKNOWN, at

    def accept(self, reason: str, *, at: datetime) -> NotificationAccepted:
        self._running().end(Outcome.ACCEPTED, reason, at=at)
        self._end(Status.ACCEPTED, at=at)
        return NotificationAccepted(notification_id=self.id, cause_id=self.cause.event_id, cause_type=self.cause.type)

    def refuse(self, reason: str, *, at: datetime) -> NotificationFailed:
        """The provider will never take it."""
        self._running().end(Outcome.PERMANENT_FAILURE, reason, at=at)
        return self._fail(reason, at=at)

    def postpone(self, outcome: Outcome, reason: str, *, at: datetime) -> NotificationFailed | None:
        """Try again later, unless there were enough attempts."""
        self._running().end(outcome, reason, at=at)
        self.due_at = next_try(len(self.attempts), at=at)
        if self.due_at is None:
            return self._fail("given-up", at=at)
        self.status = Status(outcome.value)
        return None

    def stumble(self, reason: str, *, hopeless: bool, at: datetime) -> NotificationFailed | None:
        """It could not even be written: an attempt all the same, so that it is seen and ends one day."""
        self._must_be_open()
        if self.status is Status.SENDING:
            self.lose_track(at=at)
        self.attempts.append(Attempt(number=len(self.attempts) + 1, begun_at=at, provider=""))
        self.status = Status.SENDING
        return self.refuse(reason, at=at) if hopeless else self.postpone(Outcome.TECHNICAL_FAILURE, reason, at=at)

    def hold(self) -> NotificationHeld:
        """These are its reader's quiet hours: no attempt, and nothing of it changes."""
        self._must_be_open()
        return NotificationHeld(notification_id=self.id, cause_id=self.cause.event_id, cause_type=self.cause.type)

    def spare(self, template: str, *, digest: bool, at: datetime) -> NotificationWithheld:
        """Its reader wants no mail of this kind, or one for all of a day."""
        self._must_be_open()
        self.template = template
        return self._withhold(Status.SPARED, "digest" if digest else "not-wanted", at=at)

    def suppress(self, template: str, *, at: datetime) -> NotificationWithheld:
        """Nobody reads what is sent to its address."""
        self._must_be_open()
        self.template = template
        return self._withhold(Status.SUPPRESSED, "address-suppressed", at=at)

    def hear(self, report: Report, *, at: datetime) -> NotificationDelivered | NotificationFailed | None:
        """What a server says after it was sent. The same report twice changes nothing, nor does one about a message that
        never left. Raises `ReportTooEarly` while the sending itself is not written down yet."""
        if self.status is Status.SENDING:
            raise ReportTooEarly
        if not self.attempts or (self.has_ended and self.status not in HANDED_OVER):
            return None
        last = self.attempts[-1]
        if last.reported in (report.verdict, Verdict.BOUNCED, Verdict.COMPLAINED):
            return None
        last.report(report.verdict, report.status, at=at)
        match report.verdict:
            case Verdict.DELAYED:
                return None
            case Verdict.DELIVERED:
                self._end(Status.DELIVERED, at=at)
                return NotificationDelivered(
                    notification_id=self.id, cause_id=self.cause.event_id, cause_type=self.cause.type
                )
            case Verdict.COMPLAINED:
                self._end(Status.COMPLAINED, at=at)
                return None
            case Verdict.BOUNCED:
                self._end(Status.BOUNCED, at=at)
                reason = f"bounced {report.status}".strip()
                return NotificationFailed(
                    notification_id=self.id, cause_id=self.cause.event_id, cause_type=self.cause.type, reason=reason
                )

    def cancel(self, *, at: datetime) -> None:
        """There is nobody to write to, or nothing to say."""
        self._must_be_open()
        self._end(Status.CANCELLED, at=at)

    def expire(self, *, at: datetime) -> NotificationWithheld:
        """It has lost its sense: a link that no longer works is not sent."""
        self._must_be_open()
        return self._withhold(Status.EXPIRED, "expired", at=at)

    def purge(self, *, at: datetime) -> None:
        """Forget whom it concerned. Cause, kind, dates and status stay."""
        self.cause = Cause(event_id=self.cause.event_id, type=self.cause.type, about=self.cause.about, data={})
        self.recipient = self.address_trace = self.message_id = None
        self.purged_at = at

    def _must_be_open(self) -> None:
        if self.has_ended:
            raise NotificationEnded

    def _running(self) -> Attempt:
        if self.status is not Status.SENDING or not self.attempts:
            raise NotificationNotSending
        return self.attempts[-1]

    def _fail(self, reason: str, *, at: datetime) -> NotificationFailed:
        self._end(Status.PERMANENT_FAILURE, at=at)
        return NotificationFailed(
            notification_id=self.id, cause_id=self.cause.event_id, cause_type=self.cause.type, reason=reason
        )

    def _withhold(self, status: Status, reason: str, *, at: datetime) -> NotificationWithheld:
        self._end(status, at=at)
        return NotificationWithheld(
            notification_id=self.id, cause_id=self.cause.event_id, cause_type=self.cause.type, reason=reason
        )

    def _end(self, status: Status, *, at: datetime) -> None:
        if self.status is Status.SENDING and self._running().outcome is None:
            self.lose_track(at=at)
        self.status, self.ended_at, self.due_at = status, at, None

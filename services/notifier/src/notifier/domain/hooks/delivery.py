"""One event on its way to one webhook."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from notifier.domain.hooks.refusals import DeliveryUnderWay

# Standard Webhooks' own pace: some three days.
BACKOFF = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
KEPT = timedelta(days=30)


class Status(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Call(msgspec.Struct, kw_only=True):
    """`code` is the answer's; `reason` says why there was none."""

    begun_at: datetime
    ended_at: datetime | None = None
    code: int | None = None
    reason: str = ""

    @property
    def arrived(self) -> bool:
        return self.code is not None and 200 <= self.code < 300


@dataclass(kw_only=True)
class HookDelivery:
    """`id` is what the other side knows a repetition by."""

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    event_type: str
    occurred_at: datetime
    data: dict[str, Any]
    created_at: datetime
    status: Status = Status.PENDING
    calls: list[Call] = field(default_factory=list[Call])
    tries: int = 0
    due_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 0

    @property
    def has_ended(self) -> bool:
        return self.status in (Status.DELIVERED, Status.FAILED)

    def begin(self, *, at: datetime) -> None:
        """Whoever died while calling leaves a call without an end: it may have arrived, and is made again."""
        if self.status is Status.SENDING and self.calls and self.calls[-1].ended_at is None:
            self.calls[-1].ended_at, self.calls[-1].reason = at, "interrupted"
        self.status, self.due_at = Status.SENDING, None
        self.tries += 1
        self.calls.append(Call(begun_at=at))

    def end(self, code: int | None, reason: str, *, at: datetime) -> None:
        call = self.calls[-1]
        call.ended_at, call.code, call.reason = at, code, reason
        if call.arrived:
            self.status, self.ended_at = Status.DELIVERED, at
        elif self.tries <= len(BACKOFF):
            self.status, self.due_at = Status.PENDING, at + BACKOFF[self.tries - 1]
        else:
            self.give_up(at=at)

    def give_up(self, *, at: datetime) -> None:
        self.status, self.due_at, self.ended_at = Status.FAILED, None, at

    @property
    def may_be_replayed(self) -> bool:
        """It has ended, or waits for its next try: who has just mended the other side does not wait with it."""
        return self.has_ended or (self.status is Status.PENDING and bool(self.calls))

    def replay(self, *, at: datetime) -> None:
        """The same event under the same id, from the beginning."""
        if not self.may_be_replayed:
            raise DeliveryUnderWay
        self.status, self.tries, self.due_at, self.ended_at = Status.PENDING, 0, at, None

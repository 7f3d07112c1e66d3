"""An address that mails no longer go to: why, until when, and the way back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from contracts.messages import Lane
from contracts.notifier import AddressRestored, AddressSuppressed
from notifier.domain.addresses.refusals import AddressNotSuppressed
from notifier.domain.addresses.reports import says_gone

# A full mailbox or a filter that mends itself is no dead address; one that fails so often in so long is.
STRIKES = 3
FORGIVEN_AFTER = timedelta(days=30)
# Mailboxes come back: afterwards one mail is tried, and strikes again if it must.
LASTS = timedelta(days=180)
_IDS = UUID("5f0b6b52-6d1d-4b0e-8a8e-1d3a4c1b7c90")


class Reason(StrEnum):
    UNKNOWN_MAILBOX = "unknown-mailbox"
    REPEATED_FAILURES = "repeated-failures"
    COMPLAINT = "complaint"


def suppression_id(trace: str) -> UUID:
    """One per address, whoever writes to it."""
    return uuid5(_IDS, trace)


@dataclass(kw_only=True)
class Suppression:
    """`trace` is the salted hash of the address. `account_id` is whose it was when it failed, `message_id` what failed
    last. `until` is None as long as mails go there. `reached_at`: somebody called or wrote to the person since."""

    id: UUID
    trace: str
    account_id: UUID | None = None
    message_id: UUID | None = None
    strikes: int = 0
    last_strike_at: datetime | None = None
    reason: Reason | None = None
    status: str = ""
    since: datetime | None = None
    until: datetime | None = None
    restored_at: datetime | None = None
    restored_by: UUID | None = None
    reached_at: datetime | None = None
    reached_by: UUID | None = None
    version: int = 0

    def strike(self, status: str, *, account: UUID | None, message_id: UUID, at: datetime) -> AddressSuppressed | None:
        """A mail came back. At once for a mailbox that does not exist, otherwise after several in a month."""
        if self.last_strike_at is None or at - self.last_strike_at > FORGIVEN_AFTER:
            self.strikes = 0
        self.strikes += 1
        self.last_strike_at, self.status = at, status
        self._about(account, message_id)
        if says_gone(status):
            return self._suppress(Reason.UNKNOWN_MAILBOX, at=at)
        return self._suppress(Reason.REPEATED_FAILURES, at=at) if self.strikes >= STRIKES else None

    def complain(self, *, account: UUID | None, message_id: UUID, at: datetime) -> AddressSuppressed | None:
        """Its reader called a mail of ours unwanted."""
        self._about(account, message_id)
        return self._suppress(Reason.COMPLAINT, at=at)

    def restore(self, *, by: UUID | None, at: datetime) -> AddressRestored:
        """It receives again: its reader said so."""
        if self.until is None:
            raise AddressNotSuppressed
        self.reason = self.since = self.until = None
        self.strikes, self.status, self.last_strike_at = 0, "", None
        self.restored_at, self.restored_by = at, by
        self.reached_at = self.reached_by = None
        return AddressRestored(suppression_id=self.id, account_id=self.account_id)

    def reach(self, *, by: UUID | None, at: datetime) -> None:
        """A colleague told the person by telephone, by letter or at the desk."""
        if self.until is None:
            raise AddressNotSuppressed
        if self.reached_at is None:
            self.reached_at, self.reached_by = at, by

    def unreach(self) -> None:
        """They were not reached after all."""
        if self.until is None:
            raise AddressNotSuppressed
        self.reached_at = self.reached_by = None

    def stops(self, lane: Lane, *, owed: bool, at: datetime) -> bool:
        """What somebody asks for this minute (a link to sign in) is always tried; what the law owes goes to who merely
        complained."""
        if self.until is None or self.until <= at or lane is Lane.CRITICAL:
            return False
        return not (self.reason is Reason.COMPLAINT and owed)

    def _about(self, account: UUID | None, message_id: UUID) -> None:
        self.account_id, self.message_id = account or self.account_id, message_id

    def _suppress(self, reason: Reason, *, at: datetime) -> AddressSuppressed | None:
        is_new = self.until is None or self.until <= at
        # A mailbox that is gone is gone for complaints too.
        if is_new or self.reason is Reason.COMPLAINT:
            self.reason = reason
        self.since = at if is_new else self.since
        self.until = at + LASTS
        if not is_new:
            return None
        self.reached_at = self.reached_by = None
        return AddressSuppressed(suppression_id=self.id, account_id=self.account_id, reason=reason.value)

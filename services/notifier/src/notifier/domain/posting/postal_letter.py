"""One message on paper: to who does not receive mails, or asked for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.notifier import PostalLetterPosted
from notifier.domain.posting.refusals import PostalLetterGone, PostalLetterNotPosted

# What is worth a stamp: rights and delays hang on it, and it still has its sense when it arrives days later.
ON_PAPER = (
    "dossier_received",
    "piece_requested",
    "dossier_decided",
    "dossier_cancelled",
    "message_from_town",
    "booking_confirmed",
    "booking_moved",
    "booking_cancelled",
)


class Status(StrEnum):
    WAITING = "waiting"
    BATCHED = "batched"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"
    """The post brought it back."""
    READ = "read"
    """Read on the portal before it was printed."""
    NO_ADDRESS = "no-address"
    POINTLESS = "pointless"
    """Its owner has nothing to say any more, or the account is closed."""
    WITHDRAWN = "withdrawn"
    """Somebody of the organisation decided so."""


OPEN = frozenset({Status.WAITING, Status.BATCHED, Status.PRINTED})


class Because(StrEnum):
    RETURNS = "mail-returns"
    ASKED = "asked"


def mark_of(letter_id: UUID) -> str:
    """What the foot of its sheets and the screen call it: enough to find it in a pile."""
    return letter_id.hex[-6:].upper()


@dataclass(kw_only=True)
class PostalLetter:
    """Neither its words nor where it goes are kept: both are asked when it is printed."""

    id: UUID
    notification_id: UUID
    account_id: UUID
    kind: str
    because: Because
    created_at: datetime
    status: Status = Status.WAITING
    batch_id: UUID | None = None
    ended_at: datetime | None = None
    version: int = 0

    def batch(self, batch_id: UUID) -> None:
        if self.status is not Status.WAITING:
            raise PostalLetterGone
        self.status, self.batch_id = Status.BATCHED, batch_id

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def print(self) -> None:
        self.status = Status.PRINTED

    def post(self, *, at: datetime) -> PostalLetterPosted:
        self.end(Status.POSTED, at=at)
        return PostalLetterPosted(letter_id=self.id, notification_id=self.notification_id)

    def withdraw(self, *, at: datetime) -> None:
        if not self.is_open:
            raise PostalLetterGone
        self.end(Status.WITHDRAWN, at=at)

    def come_back(self, *, at: datetime) -> None:
        if self.status is not Status.POSTED:
            raise PostalLetterNotPosted
        self.end(Status.RETURNED, at=at)

    def end(self, status: Status, *, at: datetime) -> None:
        self.status, self.ended_at = status, at

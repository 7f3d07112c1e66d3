"""An appointment of one dossier: held, then confirmed; once cancelled it stays to be seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.demarches import BookingCancelled, BookingConfirmed, BookingHeld, BookingMoved, BookingReminderDue
from demarches.domain.refusals import BookingOver, TooLateToChange

HOLD_LIVES = timedelta(minutes=10)
# Somebody who waited is given a day to say yes, never beyond what the slot itself leaves.
OFFER_LIVES = timedelta(hours=24)


class BookingStatus(StrEnum):
    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    MOVED = "moved"
    """Another appointment took its place: people read « Annulé »."""
    EXPIRED = "expired"


class Origin(StrEnum):
    CHOSEN = "chosen"
    OFFERED = "offered"
    """Proposed to somebody on the waiting list."""


ACTIVE = frozenset({BookingStatus.HELD, BookingStatus.CONFIRMED})


@dataclass
class Booking:
    """`slots` are the beginnings of the slots of the calendar that it is made of, whose places it holds.

    They are kept because a calendar's rules change: what was taken is given back where it was taken.
    """

    id: UUID
    dossier_id: UUID
    calendar_id: UUID
    starts_at: datetime
    ends_at: datetime
    slots: list[datetime]
    made_at: datetime
    status: BookingStatus = BookingStatus.HELD
    origin: Origin = Origin.CHOSEN
    held_until: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    reason: str = ""
    version: int = 0

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    def held(self) -> BookingHeld:
        return BookingHeld(dossier_id=self.dossier_id, booking_id=self.id, offered=self.origin is Origin.OFFERED)

    def confirm(self, *, at: datetime) -> BookingConfirmed:
        if self.status is not BookingStatus.HELD:
            raise BookingOver
        self.status, self.confirmed_at, self.held_until = BookingStatus.CONFIRMED, at, None
        return BookingConfirmed(dossier_id=self.dossier_id, booking_id=self.id)

    def confirm_instead_of(self, former: "Booking", *, at: datetime) -> BookingMoved:
        """Both in one transaction: never two, never none."""
        if not former.is_active:
            raise BookingOver
        former.status, former.ended_at, former.ended_by = BookingStatus.MOVED, at, "applicant"
        _ = self.confirm(at=at)
        return BookingMoved(dossier_id=self.dossier_id, booking_id=self.id, former_id=former.id)

    def cancel(self, *, by: str, reason: str = "", at: datetime) -> BookingCancelled:
        """`by` is `applicant` or `agent`."""
        if not self.is_active:
            raise BookingOver
        self.status, self.ended_at, self.ended_by, self.reason = BookingStatus.CANCELLED, at, by, reason
        return BookingCancelled(dossier_id=self.dossier_id, booking_id=self.id, author=by)

    def let_go(self, *, at: datetime) -> None:
        """A hold that was not confirmed, or that another hold replaces: nobody is told."""
        self.status, self.ended_at = BookingStatus.EXPIRED, at

    def forgo(self, *, at: datetime) -> None:
        """A hold that ran out, and that sending the draft shall not take again: nobody is told."""
        if self.status is not BookingStatus.EXPIRED:
            raise BookingOver
        self.status, self.ended_at, self.ended_by = BookingStatus.CANCELLED, at, "applicant"

    def is_due_to_expire(self, at: datetime) -> bool:
        return self.status is BookingStatus.HELD and self.held_until is not None and self.held_until <= at

    def remind(self) -> BookingReminderDue | None:
        if self.status is not BookingStatus.CONFIRMED:
            return None
        return BookingReminderDue(dossier_id=self.dossier_id, booking_id=self.id)

    def must_be_changeable(self, *, change_hours: int, at: datetime) -> None:
        if not self.is_active:
            raise BookingOver
        if self.starts_at < at + timedelta(hours=change_hours):
            raise TooLateToChange

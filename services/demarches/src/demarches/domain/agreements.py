"""What an applicant agreed to: answers in the profile, decisions by electronic notification."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from demarches.domain.clock import day_of

DEEMED_AFTER = timedelta(days=15)
# What stands for status and outcome, to their addressee, until a decision notified electronically is consulted.
TO_CONSULT = "to_consult"


class Notified(StrEnum):
    """How far the electronic notification of a decision has come."""

    WAITING = "waiting"
    CONSULTED = "consulted"
    DEEMED = "deemed"
    """Fifteen days went by without a consultation (CRPA R112-20)."""


@dataclass(frozen=True, slots=True)
class Agreements:
    profile_at: datetime | None = None
    notification_at: datetime | None = None
    consulted_at: datetime | None = None

    def covers(self, decided_at: datetime) -> bool:
        """Whether a decision of that moment is notified electronically: the consent came first."""
        return self.notification_at is not None and self.notification_at <= decided_at

    def withhold(self, decided_at: datetime | None) -> bool:
        """Whether a decision of that moment still waits for its addressee to consult it."""
        return decided_at is not None and self.covers(decided_at) and self.consulted_at is None


def deemed_on(decided_at: datetime) -> date:
    """The day on which it counts as notified when nobody consulted it."""
    return day_of(decided_at + DEEMED_AFTER)


def notified(agreed: Agreements, decided_at: datetime, *, today: date) -> Notified:
    if agreed.consulted_at is not None:
        return Notified.CONSULTED
    return Notified.DEEMED if today >= deemed_on(decided_at) else Notified.WAITING

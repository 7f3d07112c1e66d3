"""What is said about a ticket, and what is done for it. Written once, never changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.refusals import Fault
from contracts.ticketing import InterventionLogged, TicketAnswered
from ticketing.domain.refusals import DurationInvalid

LONGEST_MESSAGE = 10_000
LONGEST_SUMMARY = 2_000
LONGEST_INTERVENTION = 24 * 60


class Side(StrEnum):
    CUSTOMER = "customer"
    SUPPORT = "support"


class Audience(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    """For the support team alone: in no answer to a customer, no event, no message."""


class InterventionKind(StrEnum):
    CALL = "call"
    REMOTE_SESSION = "remote_session"


@dataclass(frozen=True, slots=True)
class Message:
    """`channel`: portal, mail or form. `quoted`: what a mail repeats of earlier ones.
    `resolution`: it came with the announcement that the ticket is solved, which is the mail that tells of it."""

    id: UUID
    ticket_id: UUID
    side: Side
    author: UUID
    body: str
    posted_at: datetime
    audience: Audience = Audience.PUBLIC
    resolution: bool = False
    channel: str = "portal"
    quoted: str = ""

    def posted(self) -> TicketAnswered:
        assert self.audience is Audience.PUBLIC
        return TicketAnswered(ticket_id=self.ticket_id, message_id=self.id, author=str(self.side))


@dataclass(frozen=True, slots=True)
class Intervention:
    """A telephone call or a remote session, as the customer may read it."""

    id: UUID
    ticket_id: UUID
    kind: InterventionKind
    minutes: int
    summary: str
    agent: UUID
    started_at: datetime
    logged_at: datetime

    def logged(self) -> InterventionLogged:
        return InterventionLogged(
            ticket_id=self.ticket_id, intervention_id=self.id, kind=str(self.kind), minutes=self.minutes
        )


def must_be_a_duration(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_INTERVENTION:
        said = "Indiquez une durée en minutes, de 1 à 1 440."
        raise DurationInvalid(faults=[Fault("/minutes", said, "range")])
    return minutes


def must_have_started(started_at: datetime | None, minutes: int, *, now: datetime) -> datetime:
    """Nothing is logged before it has begun."""
    if started_at is None:
        return now - timedelta(minutes=minutes)
    if started_at.tzinfo is None or started_at > now:
        raise DurationInvalid(faults=[Fault("/started_at", "Indiquez un moment passé, avec son fuseau.", "range")])
    return started_at

"""What is sent and answered, beside the views of the queries."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from ticketing.domain.severity import Impact, Urgency
from ticketing.domain.thread import Intervention, InterventionKind, Message
from ticketing.domain.ticket import Ticket


class NewTicket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`entry` is the slug of a catalogue entry, `answers` those to its form. `receipts` are of files that documents
    received for `ticket_id`, which was reserved."""

    entry: str
    subject: str
    answers: dict[str, Any] = {}
    impact: str | None = None
    urgency: str | None = None
    ticket_id: UUID | None = None
    receipts: list[str] = []


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: str


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    body: str
    receipts: list[str] = []


class WantedSession(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`when`: in words, when one is there."""

    phone: str
    when: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`article`: the slug of a published one that whoever asked may read; its title and address end the answer."""

    body: str
    then: Literal["open", "waiting_customer", "resolved"] = "open"
    receipts: list[str] = []
    article: str | None = None


class Taking(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    from_colleague: bool = False


class Waiting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    whom: Literal["customer", "third_party"] = "customer"


class Weight(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    impact: Impact
    urgency: Urgency


class NewIntervention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: InterventionKind
    minutes: int
    summary: str
    started_at: datetime | None = None


class TicketState(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    reference: str
    status: str
    version: int

    @classmethod
    def of(cls, ticket: Ticket) -> "TicketState":
        return cls(id=ticket.id, reference=ticket.reference, status=str(ticket.status), version=ticket.version)


class Posted(msgspec.Struct, frozen=True):
    id: UUID
    posted_at: datetime

    @classmethod
    def of(cls, message: Message) -> "Posted":
        return cls(message.id, message.posted_at)


class Logged(msgspec.Struct, frozen=True):
    id: UUID
    started_at: datetime

    @classmethod
    def of(cls, done: Intervention) -> "Logged":
        return cls(done.id, done.started_at)


class Read(msgspec.Struct, frozen=True):
    """How many messages became read."""

    messages: int

"""The shape that every event shares (CloudEvents 1.0 attributes, JSON)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that has happened, named in the past tense.

    Events carry identifiers and statuses, never personal data: a stream keeps what a citizen may ask us to
    forget. `type` is also the NATS subject; `about` names the field that holds the aggregate's id.
    """

    type: ClassVar[str]
    about: ClassVar[str]

    @property
    def aggregate_id(self) -> UUID:
        return getattr(self, self.about)


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An event on the wire, with what the transport and the audit need to know.

    `id` is also the outbox id and the `Nats-Msg-Id`; `sequence` counts from 1 without gap per aggregate;
    `traceparent` is W3C trace context, so that one trace crosses the outbox.
    """

    id: UUID
    source: str
    type: str
    subject: UUID
    time: datetime
    tenant: UUID
    sequence: int
    actor: str
    data: msgspec.Raw
    traceparent: str | None = None
    specversion: str = "1.0"


def event_types(module: Any) -> dict[str, type[Event]]:
    """Every event that a contract module declares, by type."""
    declared: list[Any] = [getattr(module, name) for name in dir(module)]
    found = [value for value in declared if isinstance(value, type) and issubclass(value, Event)]
    return {event.type: event for event in found if event is not Event}

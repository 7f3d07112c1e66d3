"""What is promised: how much open time each kind of answer may take, by severity."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ticketing.domain.catalogue import RequestKind
from ticketing.domain.severity import Severity


class Measure(StrEnum):
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class Targets(Struct, frozen=True, kw_only=True):
    """Minutes of open time; None promises nothing."""

    first_response: int | None = None
    next_response: int | None = None
    resolution: int | None = None

    def of(self, measure: Measure) -> timedelta | None:
        minutes = {
            Measure.FIRST_RESPONSE: self.first_response,
            Measure.NEXT_RESPONSE: self.next_response,
            Measure.RESOLUTION: self.resolution,
        }[measure]
        return None if minutes is None else timedelta(minutes=minutes)


class SlaPolicy(Struct, frozen=True, kw_only=True):
    """For requests of these kinds and organisations (empty: all of them). `warns_at` is the part of the time, in
    percent, after which the breach is imminent. `number` is its version: versions never change, and a ticket keeps
    the one that it was opened under."""

    id: UUID
    name: str
    calendar_id: UUID
    targets: dict[Severity, Targets]
    kinds: tuple[RequestKind, ...] = ()
    organisations: tuple[UUID, ...] = ()
    warns_at: int = 80
    position: int = 0
    number: int = 1

    def target(self, measure: Measure, severity: Severity) -> timedelta | None:
        targets = self.targets.get(severity)
        return targets.of(measure) if targets else None

    def is_for(self, kind: RequestKind, organisation: UUID) -> bool:
        return (not self.kinds or kind in self.kinds) and (not self.organisations or organisation in self.organisations)

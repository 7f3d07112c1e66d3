"""What happened to a ticket, as far as its clocks are concerned."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from contracts.ticketing import InterventionLogged, TicketAnswered, TicketOpened, TicketReweighed, TicketStatusChanged
from ticketing.domain.severity import Severity
from ticketing.domain.thread import Side
from ticketing.domain.ticket import Status


class Happening(StrEnum):
    OPENED = "opened"
    CUSTOMER_WROTE = "customer_wrote"
    ANSWERED = "answered"
    BECAME = "became"
    REWEIGHED = "reweighed"


class Fact(NamedTuple):
    at: datetime
    what: Happening
    status: Status | None = None
    severity: Severity | None = None


def fact_of(event_type: str, data: Mapping[str, Any], at: datetime, severity: Severity) -> Fact | None:
    """`severity` is the one that the ticket was opened with. Notes, assignments and whatever a machine sends by
    itself are nothing to a clock: no event tells of the former, and the latter is no answer. A call or a remote
    session is: somebody spoke to the customer."""
    match event_type:
        case TicketOpened.type:
            return Fact(at, Happening.OPENED, severity=severity)
        case TicketAnswered.type:
            return Fact(at, Happening.ANSWERED if data["author"] == Side.SUPPORT else Happening.CUSTOMER_WROTE)
        case InterventionLogged.type:
            return Fact(at, Happening.ANSWERED)
        case TicketStatusChanged.type:
            return Fact(at, Happening.BECAME, status=Status(data["status"]))
        case TicketReweighed.type:
            return Fact(at, Happening.REWEIGHED, severity=Severity(data["severity"]))
        case _:
            return None

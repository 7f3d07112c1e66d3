"""What the ticketing service tells the others. The tenant is the support provider."""

from typing import ClassVar
from uuid import UUID

from contracts.events import Event


class TicketOpened(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "ticketing.ticket.opened.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    organisation_id: UUID | None


class TicketAnswered(Event, frozen=True, kw_only=True):
    """A public message was posted; `author` is `customer` or `support`. Internal notes never leave the service."""

    type: ClassVar[str] = "ticketing.ticket.answered.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    message_id: UUID
    author: str


class TicketStatusChanged(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "ticketing.ticket.status_changed.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    status: str


class TicketAssigned(Event, frozen=True, kw_only=True):
    """A support agent has it from here on."""

    type: ClassVar[str] = "ticketing.ticket.assigned.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    assignee_id: UUID


class InterventionLogged(Event, frozen=True, kw_only=True):
    """A call or a remote session took place; `kind` is `call` or `remote_session`."""

    type: ClassVar[str] = "ticketing.intervention.logged.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    intervention_id: UUID
    kind: str
    minutes: int

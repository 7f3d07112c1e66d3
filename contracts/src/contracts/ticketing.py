"""What the ticketing service tells the others. The tenant is the support provider."""

from typing import ClassVar
from uuid import UUID

from contracts.events import Event


class TicketOpened(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "ticketing.ticket.opened.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    organisation_id: UUID | None


class TicketGivenUp(Event, frozen=True, kw_only=True):
    """Files were sent for a request that never came."""

    type: ClassVar[str] = "ticketing.ticket.given_up.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID


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


class TicketReweighed(Event, frozen=True, kw_only=True):
    """Support weighed it anew; `severity` is minor, normal, major or critical."""

    type: ClassVar[str] = "ticketing.ticket.reweighed.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    severity: str


class TicketShared(Event, frozen=True, kw_only=True):
    """Its requester lets this colleague read it."""

    type: ClassVar[str] = "ticketing.ticket.shared.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    account_id: UUID


class TicketUnshared(Event, frozen=True, kw_only=True):
    """This colleague reads it no more, unless they may for another reason."""

    type: ClassVar[str] = "ticketing.ticket.unshared.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    account_id: UUID


class SlaImminent(Event, frozen=True, kw_only=True):
    """The time promised is nearly up. `measure`: first_response, next_response or resolution."""

    type: ClassVar[str] = "ticketing.sla.imminent.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    measure: str


class SlaBreached(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "ticketing.sla.breached.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    measure: str


class SlaAchieved(Event, frozen=True, kw_only=True):
    """Answered or solved in time."""

    type: ClassVar[str] = "ticketing.sla.achieved.v1"
    about: ClassVar[str] = "ticket_id"
    ticket_id: UUID
    measure: str


class ArticlePublished(Event, frozen=True, kw_only=True):
    """An article of the knowledge base can be read, or its next version; `number` counts them."""

    type: ClassVar[str] = "ticketing.article.published.v1"
    about: ClassVar[str] = "article_id"
    article_id: UUID
    number: int


class ReleasePublished(Event, frozen=True, kw_only=True):
    """An update of a product can be downloaded by those who have it."""

    type: ClassVar[str] = "ticketing.release.published.v1"
    about: ClassVar[str] = "article_id"
    article_id: UUID
    number: int


class PersonalDataGathered(Event, frozen=True, kw_only=True):
    """This service's part of an export is there."""

    type: ClassVar[str] = "ticketing.personal_data.gathered.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    export_id: UUID


class PersonalDataForgotten(Event, frozen=True, kw_only=True):
    """This service has forgotten the person: how many of each kind (`contracts.personal_data`), and what the law keeps."""

    type: ClassVar[str] = "ticketing.personal_data.forgotten.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    erased: dict[str, int]
    kept: dict[str, int]

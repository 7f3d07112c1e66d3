"""Rules about who may do what. Each is a sentence that raises when it is not true."""

from uuid import UUID

from chassis.actor import Actor, Kind
from chassis.policies import must_be_signed_in, must_hold
from ticketing.domain.refusals import RequesterOnly, SupportOnly
from ticketing.domain.ticket import Ticket

OPEN = "ticketing.tickets.open"
READ_DEPARTMENT = "ticketing.tickets.read_department"
READ_ORGANISATION = "ticketing.tickets.read_organisation"
ANSWER = "ticketing.tickets.answer"
SET_UP = "ticketing.settings.edit"
EDIT_ARTICLES = "ticketing.articles.edit"


def is_support(actor: Actor) -> bool:
    """A member of the provider itself: the permission of another organisation's member is worth nothing here."""
    return actor.kind is Kind.MEMBER and actor.organisation == actor.tenant and actor.holds(ANSWER)


def must_be_support(actor: Actor) -> UUID:
    must_hold(actor, ANSWER)
    if not is_support(actor):
        raise SupportOnly
    return must_be_signed_in(actor)


def must_set_up(actor: Actor) -> None:
    """The provider's own people, or the service itself at installation."""
    if actor.kind is Kind.SERVICE:
        return
    must_hold(actor, SET_UP)
    if actor.kind is not Kind.MEMBER or actor.organisation != actor.tenant:
        raise SupportOnly


def must_edit_articles(actor: Actor) -> None:
    """The provider's own authors, or the service itself at installation."""
    if actor.kind is Kind.SERVICE:
        return
    must_hold(actor, EDIT_ARTICLES)
    if actor.kind is not Kind.MEMBER or actor.organisation != actor.tenant:
        raise SupportOnly


def must_be_requester(actor: Actor, ticket: Ticket) -> UUID:
    """Colleagues read with the permission; only the requester speaks for the request."""
    if actor.account is None or ticket.requester != actor.account:
        raise RequesterOnly
    return actor.account


def must_belong_to_customer(actor: Actor, ticket: Ticket) -> UUID:
    """Of the organisation that asked: what somebody else reads is not read by the customer."""
    if actor.account is None or actor.organisation != ticket.organisation_id:
        raise RequesterOnly
    return actor.account


def must_be_customer(actor: Actor, ticket: Ticket) -> UUID:
    """The requester, or a colleague who may ask for help too: somebody has to answer while the requester is away.

    Whether the ticket exists for them is decided before (`storage/visibility`).
    """
    account = must_belong_to_customer(actor, ticket)
    if ticket.requester != account:
        must_hold(actor, OPEN)
    return account

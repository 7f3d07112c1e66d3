"""Which rows exist for an actor, as SQL conditions. Every query and every command goes through here."""

from sqlalchemy import ColumnElement, and_, false, true

from chassis.actor import Actor, Kind
from ticketing.domain.policies import READ_ORGANISATION, is_support
from ticketing.domain.thread import Audience
from ticketing.storage.tables import messages, tickets


def visible_tickets(actor: Actor) -> ColumnElement[bool]:
    """One's own; with the permission, one's organisation's; for the provider's support team, all of the provider's."""
    if actor.kind is Kind.SERVICE or is_support(actor):
        return true()
    if actor.kind is not Kind.MEMBER:
        return false()
    if actor.holds(READ_ORGANISATION):
        return tickets.c.organisation_id == actor.organisation
    return own_tickets(actor)


def own_tickets(actor: Actor) -> ColumnElement[bool]:
    """Those that one opened oneself."""
    if actor.kind is not Kind.MEMBER:
        return false()
    return and_(tickets.c.organisation_id == actor.organisation, tickets.c.requester == actor.account)


def visible_messages(actor: Actor) -> ColumnElement[bool]:
    """What is written of a visible ticket: notes for the support team alone, not even for the service's own answers."""
    return true() if is_support(actor) else messages.c.audience == Audience.PUBLIC

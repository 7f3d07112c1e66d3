"""Which rows exist for an actor, as SQL conditions. Every query and every command goes through here."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from chassis.actor import Actor, Kind
from ticketing.domain.policies import is_support
from ticketing.domain.reach import reach_of
from ticketing.domain.thread import Audience
from ticketing.storage.tables import messages, ticket_shares, tickets


def visible_tickets(actor: Actor) -> ColumnElement[bool]:
    """What the domain says of the actor's reach (`domain/reach.py`), and no more."""
    reach = reach_of(actor)
    if reach.everything:
        return true()
    if reach.organisation is None:
        return false()
    inside = tickets.c.organisation_id == reach.organisation
    if reach.whole:
        return inside
    seen = [tickets.c.requester == reach.account, _shared_with(actor)]
    if reach.department:
        seen.append(tickets.c.department == reach.department)
    return and_(inside, or_(*seen))


def own_tickets(actor: Actor) -> ColumnElement[bool]:
    """Those that one opened oneself."""
    return _inside(actor, tickets.c.requester == actor.account)


def shared_tickets(actor: Actor) -> ColumnElement[bool]:
    """Those that their requesters shared with one."""
    return _inside(actor, _shared_with(actor))


def department_tickets(actor: Actor) -> ColumnElement[bool]:
    """Those asked from one's department, for who may see them."""
    department = reach_of(actor).department
    return _inside(actor, tickets.c.department == department) if department else false()


def organisation_tickets(actor: Actor) -> ColumnElement[bool]:
    """All of one's organisation, for who may see them."""
    return _inside(actor, true()) if reach_of(actor).whole else false()


def visible_messages(actor: Actor) -> ColumnElement[bool]:
    """What is written of a visible ticket: notes for the support team alone, not even for the service's own answers."""
    return true() if is_support(actor) else messages.c.audience == Audience.PUBLIC


def _inside(actor: Actor, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a customer's member, within their organisation: the support team's own requests are asked as members' too."""
    if actor.kind is not Kind.MEMBER:
        return false()
    return and_(tickets.c.organisation_id == actor.organisation, condition)


def _shared_with(actor: Actor) -> ColumnElement[bool]:
    s = ticket_shares.c
    return exists().where(s.tenant == tickets.c.tenant, s.ticket_id == tickets.c.id, s.account == actor.account)

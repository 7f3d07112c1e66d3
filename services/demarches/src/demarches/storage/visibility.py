"""Which dossiers exist for an actor, as one SQL condition."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from chassis.actor import Actor, Kind
from demarches.domain.dossier import Status
from demarches.domain.policies import READ
from demarches.storage.tables import agent_departments, dossiers, opinions


def visible_dossiers(actor: Actor) -> ColumnElement[bool] | None:
    """One's own; for agents, also what was sent to their departments. None: all, for the service itself."""
    if actor.kind is Kind.SERVICE:
        return None
    own = dossiers.c.applicant == actor.subject if actor.subject is not None else false()
    if actor.kind is Kind.MEMBER and actor.organisation == actor.tenant and actor.holds(READ):
        return or_(own, and_(dossiers.c.status != Status.DRAFT, in_their_departments(actor)))
    return own


def in_their_departments(actor: Actor) -> ColumnElement[bool]:
    """An agent of no department works for all. One is also shown what one's department is asked an opinion on."""
    c = agent_departments.c
    theirs = select(c.department_id).where(c.account_id == actor.subject)
    asked = select(opinions.c.dossier_id).where(opinions.c.department_id.in_(theirs), opinions.c.withdrawn_at.is_(None))
    return or_(~exists(theirs), dossiers.c.department_id.in_(theirs), dossiers.c.id.in_(asked))

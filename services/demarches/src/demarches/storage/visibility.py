"""Which dossiers exist for an actor, as one SQL condition."""

from sqlalchemy import ColumnElement, false, or_

from chassis.actor import Actor, Kind
from demarches.domain.dossier import Status
from demarches.domain.policies import READ
from demarches.storage.tables import dossiers


def visible_dossiers(actor: Actor) -> ColumnElement[bool] | None:
    """One's own; for agents, also what was sent to their organisation. None: all, for the service itself."""
    if actor.kind is Kind.SERVICE:
        return None
    own = dossiers.c.applicant == actor.subject if actor.subject is not None else false()
    if actor.kind is Kind.MEMBER and actor.organisation == actor.tenant and actor.holds(READ):
        return or_(own, dossiers.c.status != Status.DRAFT)
    return own

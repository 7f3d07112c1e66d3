"""An organisation asks its members for a second factor, after a time in which each puts theirs in place (ID-25)."""

from datetime import datetime, timedelta

from chassis.actor import Actor
from chassis.refusals import Conflict, Fault, Invalid
from identity.domain.sessions import SECOND_FACTOR

GRACES = (0, 7, 14, 30)


class YoursFirst(Conflict):
    """Mettez d’abord en place votre propre validation en deux étapes."""


def must_have_own(actor: Actor) -> None:
    """Who asks it of others would otherwise lock themselves out with them."""
    if actor.acr < SECOND_FACTOR:
        raise YoursFirst


def begins(days: int, *, at: datetime) -> datetime:
    if days not in GRACES:
        raise Invalid(faults=[Fault("/days", "Choisissez un des délais proposés.", "unknown")])
    return at + timedelta(days=days)


def is_due(since: datetime | None, acr: int, *, at: datetime) -> bool:
    """Nothing but putting the factor in place is open to this session."""
    return since is not None and at >= since and acr < SECOND_FACTOR

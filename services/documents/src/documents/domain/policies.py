"""Who may do what."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.actor import Actor, Kind
from chassis.policies import must_have_signed_in_since
from documents.domain.refusals import SafeNotFound

SAFE_STAYS_OPEN = timedelta(minutes=15)
"""After that, opening the safe asks for the password again."""


def must_have_opened_safe(actor: Actor, *, now: datetime) -> UUID:
    """A citizen, who proved who they are less than 15 minutes ago. Returns the owner's account: the actor's own."""
    if actor.kind is not Kind.CITIZEN or actor.subject is None:
        raise SafeNotFound
    must_have_signed_in_since(actor, SAFE_STAYS_OPEN, now=now)
    return actor.subject

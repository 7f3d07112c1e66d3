"""Rules that every service knows. Each is a sentence that raises when it is not true."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.actor import Actor
from chassis.refusals import Forbidden, Stale, Unauthenticated
from contracts.permissions import BY_NAME

GRANTS = "identity.permissions.grant"
GRANTABLE = frozenset(permission.name for permission in BY_NAME.values() if not permission.platform)


class GrantItFirst(Forbidden):
    """Attribuez-vous d’abord cette permission."""


class StepUpNeeded(Forbidden):
    """Confirmez votre mot de passe pour continuer."""


def must_be_signed_in(actor: Actor) -> UUID:
    if actor.account is None:
        raise Unauthenticated
    return actor.account


def must_hold(actor: Actor, permission: str) -> None:
    if actor.holds(permission):
        return
    if actor.holds(GRANTS) and permission in GRANTABLE:
        raise GrantItFirst("L’administrateur n’a aucune permission par défaut : ouvrez votre fiche, dans « Membres ».")
    raise permission_needed(permission)


def permission_needed(permission: str) -> Forbidden:
    """In the words of who grants it, and by the name that programs know."""
    known = BY_NAME.get(permission)
    label = known.label if known else permission
    return Forbidden(f"Il vous faut la permission « {label} » ({permission}).")


def must_have_signed_in_since(actor: Actor, age: timedelta, *, now: datetime) -> None:
    """The person proved who they are less than `age` ago."""
    if actor.authenticated_at is None or now - actor.authenticated_at > age:
        raise StepUpNeeded


def must_match(version: int, expected: int | None) -> None:
    """`expected` comes from If-Match; None means that the client did not ask."""
    if expected is not None and expected != version:
        raise Stale

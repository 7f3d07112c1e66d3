"""Rules that every service knows. Each is a sentence that raises when it is not true."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.actor import Actor
from chassis.refusals import Forbidden, Stale, Unauthenticated


class StepUpNeeded(Forbidden):
    """Confirmez votre mot de passe pour continuer."""


def must_be_signed_in(actor: Actor) -> UUID:
    if actor.account is None:
        raise Unauthenticated
    return actor.account


def must_hold(actor: Actor, permission: str) -> None:
    if not actor.holds(permission):
        raise Forbidden(f"Il vous faut la permission « {permission} ».")


def must_have_signed_in_since(actor: Actor, age: timedelta, *, now: datetime) -> None:
    """The person proved who they are less than `age` ago."""
    if actor.authenticated_at is None or now - actor.authenticated_at > age:
        raise StepUpNeeded


def must_match(version: int, expected: int | None) -> None:
    """`expected` comes from If-Match; None means that the client did not ask."""
    if expected is not None and expected != version:
        raise Stale

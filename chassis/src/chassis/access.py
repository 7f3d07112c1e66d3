"""Who may use a route: said where the route is declared (`needs=…`), checked before anything else runs."""

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from chassis.actor import Actor, Kind
from chassis.policies import must_hold
from chassis.refusals import Forbidden, Unauthenticated
from chassis.tokens import TokenRefused, Verifier
from contracts.tokens import AccessClaims, Assistant

ISSUERS = {Kind.VISITOR: "gateway", Kind.CITIZEN: "identity", Kind.MEMBER: "identity"}

LANGUAGES = ("fr", "en")


# How a route is opened to programs that act for a member (`assistants=…`): the endpoint itself, or a `chassis.assistants` tool.
ENDPOINT = "endpoint"
# In the scope of a call that the service makes to itself when a member confirmed what an assistant proposed. No request
# brings such a thing: servers put headers and addresses into a scope, and nothing of this name.
CONFIRMED = "parvis.confirmed"


class NotForAssistants(Forbidden):
    """Un assistant ne peut pas faire cela."""


class Needs(StrEnum):
    """What a route asks of its caller, beside the name of a permission."""

    NOTHING = "nothing"
    """No token: health, metrics, public keys."""
    ANYONE = "anyone"
    """Any caller that came through the gateway, visitors included."""
    SIGNED_IN = "signed-in"
    CITIZEN = "citizen"
    MEMBER = "member"
    GATEWAY = "gateway"
    """The gateway itself, in nobody's name."""


class Authorisation:
    """Reads the access token, makes the actor, and holds the route's need against it. Fails closed."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier

    # Declared async because Litestar would run it in a thread otherwise.
    async def guard(self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        needs = handler.opt.get("needs")
        if needs is None:
            raise RuntimeError(f"{handler} does not say whom it serves: declare needs=…")
        if needs == Needs.NOTHING:
            return
        actor = self.actor_from(connection.headers.get("authorization"))
        actor = _through_assistant(actor, handler, connection.scope)
        # The language chosen for this visit, as the gateway says it in one word, before the account's own.
        if (chosen := connection.headers.get("accept-language")) in LANGUAGES:
            actor = replace(actor, locale=chosen)
        connection.scope["actor"] = actor  # pyright: ignore[reportGeneralTypeIssues]
        must_meet(actor, str(needs))

    def actor_from(self, header: str | None) -> Actor:
        if header is None or not header.startswith("Bearer "):
            raise TokenRefused
        claims = self._verifier.read(header[7:], AccessClaims, issuers=("identity", "gateway"))
        if claims.kind == Kind.SERVICE and claims.iss == "gateway":
            return Actor.of_service("gateway", claims.tenant)
        if claims.kind not in ISSUERS or ISSUERS[Kind(claims.kind)] != claims.iss:
            raise TokenRefused
        return Actor(
            tenant=claims.tenant,
            kind=Kind(claims.kind),
            subject=claims.sub,
            organisation=claims.organisation or claims.tenant,
            permissions=frozenset(claims.permissions),
            session=claims.sid,
            acr=claims.acr,
            authenticated_at=datetime.fromtimestamp(claims.auth_time, UTC) if claims.auth_time else None,
            locale=claims.locale,
            department=claims.department,
            assistant=claims.assistant,
        )


def _through_assistant(actor: Actor, handler: BaseRouteHandler, scope: Any) -> Actor:
    """An assistant calls its endpoint and reads what is marked for it; whatever changes something is closed to it."""
    opened = handler.opt.get("assistants")
    if actor.assistant is None:
        if opened == ENDPOINT:
            raise TokenRefused
        confirmed: Assistant | None = scope.get(CONFIRMED)
        return actor.acting_through(confirmed) if confirmed is not None else actor
    reads = opened is not None and scope.get("method") == "GET"
    if actor.kind is not Kind.MEMBER or not (reads or opened == ENDPOINT):
        raise NotForAssistants
    return actor


def must_meet(actor: Actor, needs: str) -> None:
    if needs == Needs.GATEWAY:
        if actor.service != "gateway":
            raise TokenRefused
        return
    if actor.kind is Kind.SERVICE:
        raise TokenRefused
    if needs == Needs.ANYONE:
        return
    if not actor.is_signed_in:
        raise Unauthenticated
    if needs in (Needs.CITIZEN, Needs.MEMBER):
        if actor.kind != needs:
            raise Unauthenticated(
                "Cette page est réservée aux espaces personnels."
                if needs == Needs.CITIZEN
                else "Cette page est réservée aux agents."
            )
    elif needs != Needs.SIGNED_IN:
        must_hold(actor, needs)

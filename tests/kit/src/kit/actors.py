"""Who acts in a test. `a_citizen()` says only what matters."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.actor import Actor, Kind
from chassis.clock import Clock, utc_now
from chassis.keys import SigningKeyFile
from chassis.tokens import Signer
from contracts.tokens import AccessClaims
from suite.keyring import Keyring


def a_citizen(tenant: UUID | None = None, **changes: Any) -> Actor:
    return _person(Kind.CITIZEN, tenant, changes)


def a_member(tenant: UUID | None = None, *permissions: str, **changes: Any) -> Actor:
    return _person(Kind.MEMBER, tenant, {"permissions": frozenset(permissions), **changes})


def a_visitor(tenant: UUID | None = None, **changes: Any) -> Actor:
    tenant = tenant or uuid4()
    return Actor(**{"tenant": tenant, "kind": Kind.VISITOR, "subject": uuid4(), "organisation": tenant, **changes})


def _person(kind: Kind, tenant: UUID | None, changes: dict[str, Any]) -> Actor:
    tenant = tenant or uuid4()
    facts = {
        "tenant": tenant,
        "kind": kind,
        "subject": uuid4(),
        "organisation": tenant,
        "session": uuid4(),
        "authenticated_at": datetime.now(UTC),
    }
    return Actor(**{**facts, **changes})


def token_for(
    actor: Actor, keyring: Keyring, *, audience: str, lives: timedelta = timedelta(seconds=60), now: Clock = utc_now
) -> str:
    """The access token that the gateway would send for this actor. `now` is the clock of who reads it."""
    issuer = "gateway" if actor.kind in (Kind.VISITOR, Kind.SERVICE) else "identity"
    signer = Signer(issuer, SigningKeyFile(keyring.signing_key_file(issuer)), now=now)
    return signer.sign(
        AccessClaims,
        audience=audience,
        lives=lives,
        tenant=actor.tenant,
        sub=actor.subject or uuid4(),
        kind=str(actor.kind),
        organisation=actor.organisation,
        permissions=tuple(sorted(actor.permissions)),
        sid=actor.session,
        acr=actor.acr,
        auth_time=int(actor.authenticated_at.timestamp()) if actor.authenticated_at else 0,
        locale=actor.locale,
        department=actor.department,
        assistant=actor.assistant,
    )


def gateway_token(keyring: Keyring, *, audience: str, now: Clock = utc_now) -> str:
    """The token with which the gateway speaks in nobody's name."""
    return token_for(Actor.of_service("gateway", UUID(int=0)), keyring, audience=audience, now=now)

"""What the gateway alone may ask about passkeys: signing in with one, and proving again who one is."""

import json
from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.http import Ask
from chassis.queries import Queries
from chassis.settings import Settings
from identity.commands.count_attempt import must_be_within
from identity.commands.sign_in import LABEL, Credentials
from identity.commands.use_passkey import (
    ANYBODY,
    ProveByPasskey,
    SignInByPasskey,
    prove_by_passkey,
    sign_in_by_passkey,
)
from identity.domain import throttling
from identity.domain.passkeys import Ceremony, Entrance, PasskeyRefused, new_challenge, read, tenant_of, to_prove
from identity.domain.sessions import SessionDead, SessionSecret
from identity.http.context import Doing
from identity.http.passkeys import site_at, site_of
from identity.queries.organisations import BySlug, organisation_by_slug

NOWHERE = UUID(int=0)


class PasskeyOptionsRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`slug` is the host's organisation; empty at the agents' entrance."""

    slug: str = ""


class PasskeyRequest(PasskeyOptionsRequest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`ticket` comes with it where it is the second step: it is then that account's passkey, or none."""

    credential: str
    ticket: str = ""
    device: str = ""
    device_label: str = ""
    address: str = ""


class PasskeyStepUpRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    secret: str
    credential: str
    slug: str = ""


class SignedInByPasskey(msgspec.Struct, frozen=True, kw_only=True):
    secret: str
    session_id: UUID | None = None


@post("/passkey-options", needs=Needs.GATEWAY, status_code=200)
async def passkey_options(
    data: JSONBody[PasskeyOptionsRequest], commands: Doing, settings: NamedDependency[Settings]
) -> dict[str, Any]:
    """Asks no database: the sign-in page of everybody asks for it."""
    address = settings.organisation_url(data.slug) if data.slug else settings.internal_url
    challenge = new_challenge(Ceremony.PROVE, ANYBODY, settings.read_secret(), at=commands.now())
    return json.loads(to_prove(site_at(address, ""), challenge))


@post("/passkey-sign-in", needs=Needs.GATEWAY, status_code=200)
async def passkey_sign_in(
    data: JSONBody[PasskeyRequest],
    commands: Doing,
    queries: Ask,
    credentials: NamedDependency[Credentials],
    settings: NamedDependency[Settings],
) -> SignedInByPasskey:
    actor = await _home_of(data.credential, data.slug, queries)
    from_address = throttling.address_key("sign-in", data.address)
    await must_be_within(from_address, throttling.SIGN_INS_PER_ADDRESS, commands=commands, actor=actor)
    entrance = Entrance.PORTAL if data.slug else Entrance.AGENTS
    command = SignInByPasskey(
        credential=data.credential,
        site=await site_of(entrance, actor, queries, settings),
        secret=settings.read_secret(),
        account_id=await credentials.holder(data.ticket, actor=actor) if data.ticket else None,
        device=data.device,
        device_label=data.device_label[:LABEL],
        address=data.address,
    )
    opened = await commands.run(sign_in_by_passkey, command, actor=actor)
    return SignedInByPasskey(secret=opened.secret, session_id=opened.session_id)


@post("/passkey-step-up", needs=Needs.GATEWAY, status_code=200)
async def passkey_step_up(
    data: JSONBody[PasskeyStepUpRequest], commands: Doing, queries: Ask, settings: NamedDependency[Settings]
) -> SignedInByPasskey:
    secret = SessionSecret.read(data.secret)
    if secret is None:
        raise SessionDead
    actor = Actor.of_service("gateway", secret.tenant)
    entrance = Entrance.PORTAL if data.slug else Entrance.AGENTS
    command = ProveByPasskey(
        session=secret,
        credential=data.credential,
        site=await site_of(entrance, actor, queries, settings),
        secret=settings.read_secret(),
    )
    return SignedInByPasskey(secret=await commands.run(prove_by_passkey, command, actor=actor))


async def _home_of(credential: str, slug: str, queries: Queries) -> Actor:
    """The organisation that the passkey itself names; at a portal, it must be that portal's."""
    tenant = tenant_of(read(credential).owner)
    if slug:
        here = await queries.ask(organisation_by_slug, BySlug(slug), actor=Actor.of_service("gateway", NOWHERE))
        if here.id != tenant:
            raise PasskeyRefused
    return Actor.of_service("gateway", tenant)


router = Router("/internal", route_handlers=[passkey_options, passkey_sign_in, passkey_step_up])

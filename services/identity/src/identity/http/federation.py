"""FranceConnect, ProConnect: for the gateway the journey there and back, for a person the links of their account."""

import re
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.http import Ask, By
from chassis.policies import must_be_signed_in
from chassis.queries import Queries
from chassis.settings import Settings
from identity.commands.federate import (
    LinkIdentity,
    SignInFederated,
    UnlinkIdentity,
    link_identity,
    sign_in_federated,
    unlink_identity,
)
from identity.commands.sign_in import LABEL, Credentials
from identity.domain.accounts import AccountKind
from identity.domain.federation import FederationRefused, ProviderNotFound, siren_of
from identity.federation.client import Flow, OpenIdClient, Proven
from identity.http.context import Doing, at_home
from identity.queries.federation import LinkedIdentity, OrganisationOf, linked_identities, organisation_of_siren
from identity.queries.organisations import BySlug, organisation_by_slug
from identity.queries.profile import ProfileOf

NOWHERE = UUID(int=0)
_FLOW = re.compile(r"[A-Za-z0-9_-]{43,86}")

Clients = NamedDependency[dict[str, OpenIdClient]]


class ProviderLine(msgspec.Struct, frozen=True, kw_only=True):
    """`demonstration`: it proves nothing, and its button says so."""

    name: str
    label: str
    kind: str
    demonstration: bool


class Departure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`flow` is a secret of the browser, from which state, nonce and PKCE verifier are computed."""

    provider: str
    flow: str
    redirect_uri: str


class Address(msgspec.Struct, frozen=True, kw_only=True):
    address: str


class Return(Departure, frozen=True, kw_only=True, forbid_unknown_fields=True):
    state: str
    code: str


class FederatedSignIn(Return, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`slug` is the host's organisation; empty at the agents' entrance, where the provider says whom one works for."""

    slug: str = ""
    device: str = ""
    device_label: str = ""
    address: str = ""


class FederatedSignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """`logout`: where the person signs out of the provider."""

    secret: str = ""
    session_id: UUID | None = None
    ticket: str = ""
    slug: str = ""
    application: bool = False
    passkey: bool = False
    logout: str = ""


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    provider: str
    label: str
    linked_at: datetime | None
    last_used_at: datetime | None


@get("/internal/federation-providers", needs=Needs.GATEWAY)
async def providers(clients: Clients) -> list[ProviderLine]:
    return [
        ProviderLine(
            name=name,
            label=client.provider.label,
            kind=str(client.provider.kind),
            demonstration=client.provider.demonstration,
        )
        for name, client in clients.items()
    ]


@post("/internal/federation-departures", needs=Needs.GATEWAY, status_code=200)
async def depart(data: JSONBody[Departure], clients: Clients) -> Address:
    client, flow = _client(clients, data.provider), _flow(data.flow)
    return Address(address=await client.address(flow, data.redirect_uri))


@post("/internal/federation-sign-in", needs=Needs.GATEWAY, status_code=200)
async def sign_in(
    data: JSONBody[FederatedSignIn],
    clients: Clients,
    commands: Doing,
    queries: Ask,
    credentials: NamedDependency[Credentials],
    settings: NamedDependency[Settings],
) -> FederatedSignedIn:
    client, flow = _client(clients, data.provider), _flow(data.flow)
    proven = await _proven(client, flow, data)
    slug = data.slug or await _works_for(proven, client, queries)
    at = await queries.ask(organisation_by_slug, BySlug(slug), actor=Actor.of_service("gateway", NOWHERE))
    actor = Actor.of_service("gateway", at.id)
    command = SignInFederated(
        provider=data.provider,
        kind=client.provider.kind,
        claims=proven.claims,
        mark=flow.mark,
        secret=settings.read_secret(),
        strong=proven.acr in client.provider.strong,
        device=data.device,
        device_label=data.device_label[:LABEL],
        address=data.address,
    )
    opened = await commands.run(sign_in_federated, command, actor=actor)
    ticket = "" if opened.secret else await credentials.ticket(opened.account_id, actor=actor)
    return FederatedSignedIn(
        secret=opened.secret,
        session_id=opened.session_id,
        ticket=ticket,
        slug=slug,
        application=opened.application,
        passkey=opened.passkey,
        logout=proven.logout,
    )


@get("/profile/federations", needs=Needs.SIGNED_IN)
async def index(actor: By, clients: Clients, queries: Ask) -> list[LinkView]:
    """The providers open to this kind of account, linked or not."""
    known = await queries.ask(linked_identities, ProfileOf(must_be_signed_in(actor)), actor=at_home(actor))
    offered = [(n, c.provider) for n, c in clients.items() if str(c.provider.kind) == str(actor.kind)]
    never = LinkedIdentity(linked_at=None, last_used_at=None)
    links = {name: known.get(name, never) for name, _ in offered}
    return [
        LinkView(
            provider=name,
            label=provider.label,
            linked_at=links[name].linked_at,
            last_used_at=links[name].last_used_at,
        )
        for name, provider in offered
    ]


@post("/profile/federations", needs=Needs.SIGNED_IN, status_code=204)
async def link(
    data: JSONBody[Return], actor: By, clients: Clients, commands: Doing, settings: NamedDependency[Settings]
) -> None:
    """Asks for a proof given less than ten minutes ago."""
    client, flow = _client(clients, data.provider), _flow(data.flow)
    command = LinkIdentity(
        account_id=must_be_signed_in(actor),
        provider=data.provider,
        kind=client.provider.kind,
        claims=(await _proven(client, flow, data)).claims,
        mark=flow.mark,
        secret=settings.read_secret(),
    )
    await commands.run(link_identity, command, actor=at_home(actor))


@delete("/profile/federations/{provider:str}", needs=Needs.SIGNED_IN)
async def unlink(provider: FromPath[str], actor: By, commands: Doing) -> None:
    """Asks for a proof given less than ten minutes ago."""
    command = UnlinkIdentity(account_id=must_be_signed_in(actor), provider=provider)
    await commands.run(unlink_identity, command, actor=at_home(actor))


def _client(clients: dict[str, OpenIdClient], name: str) -> OpenIdClient:
    if name not in clients:
        raise ProviderNotFound
    return clients[name]


def _flow(text: str) -> Flow:
    if _FLOW.fullmatch(text) is None:
        raise FederationRefused
    return Flow(text)


async def _proven(client: OpenIdClient, flow: Flow, back: Return) -> Proven:
    if back.state != flow.state:
        raise FederationRefused
    return await client.redeem(flow, back.code, back.redirect_uri)


async def _works_for(proven: Proven, client: OpenIdClient, queries: Queries) -> str:
    if client.provider.kind is not AccountKind.MEMBER:
        raise ProviderNotFound
    question = OrganisationOf(siren_of(proven.claims))
    return await queries.ask(organisation_of_siren, question, actor=Actor.of_service("gateway", NOWHERE))


internal_router = Router("/", route_handlers=[providers, depart, sign_in])
router = Router("/", route_handlers=[index, link, unlink])

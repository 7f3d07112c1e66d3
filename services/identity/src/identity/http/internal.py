"""What the gateway alone may ask: sessions, and whose host is whose."""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.http import Ask
from chassis.refusals import Fault, Invalid, NotFound
from chassis.settings import Settings
from chassis.tokens import Signer
from contracts.tokens import AccessClaims
from contracts.topology import STREAMS
from identity.commands.end_session import EndSession, end_session
from identity.commands.see_session import SeeSession, see_session
from identity.commands.sign_in import Credentials, SecondStep, SignIn
from identity.commands.step_up import RenewSession, prove, renew_session
from identity.commands.use_challenge import note_in_vain, note_served
from identity.domain.accounts import AccountKind
from identity.domain.identifiers import normal
from identity.domain.permissions import effective
from identity.domain.second_factor_rule import is_due
from identity.domain.sessions import SECOND_FACTOR, SEEN_EVERY, SessionDead, SessionSecret
from identity.domain.standing import must_be_served
from identity.http.context import Doing, Hashing
from identity.http.turns import Turns
from identity.http.welcome import Code, passed_check
from identity.queries.ended_session import was_ended
from identity.queries.living_session import LivingSession, WhoIs, living_session
from identity.queries.operator import NamedLike, NamedLine, organisations_named
from identity.queries.organisations import BySlug, OrganisationView, organisation_by_slug

TOKENS_LIVE = timedelta(seconds=60)
NOWHERE = UUID(int=0)


class SignInRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`slug` is the organisation where the account lives. `device` is a browser's long-lived secret, kept as a hash;
    `device_label` is shown in the list of sessions; `address` is the client's. `proof`, or `code` of `challenge`: the check
    against robots, asked at the guichet `host`."""

    slug: str
    identifier: str
    password: str
    device: str = ""
    device_label: str = ""
    address: str = ""
    proof: str = ""
    challenge: str = ""
    code: str = ""
    host: UUID = NOWHERE


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Either a session's secret, or the ticket with which the second step is taken, by `application` or `passkey`."""

    secret: str = ""
    session_id: UUID | None = None
    ticket: str = ""
    application: bool = False
    passkey: bool = False


class SecondStepRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    slug: str
    ticket: str
    code: str
    device: str = ""
    device_label: str = ""
    address: str = ""


class ExchangeRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`slug` is the host's organisation; none at the internal entrance, where one acts in one's own."""

    secret: str
    slug: str | None = None


class SessionsRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sessions that one browser keeps, and the host's organisation as for an exchange."""

    secrets: Annotated[list[str], msgspec.Meta(max_length=10)]
    slug: str | None = None


class SessionSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Whose it is. Nothing to act with: no token, no permission."""

    session_id: UUID
    account_id: UUID
    kind: str
    display_name: str
    organisation_slug: str
    organisation_name: str


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    ended: bool


class Exchanged(msgspec.Struct, frozen=True, kw_only=True):
    """Who it is, and a token for each service. `tenant` is where one acts, `organisation` where the account lives.
    `set_up` is false until a member has been through the assistant of the first sign-in. `second_factor_from`: when the
    organisation will ask for a second factor that this session does not have; `second_factor_due`: it does now.
    `has_assistants`: something may wait for their confirmation. `tours`: the guided tours that are not offered again."""

    session_id: UUID
    account_id: UUID
    kind: str
    tenant: UUID
    organisation: UUID
    organisation_slug: str
    organisation_name: str
    display_name: str
    locale: str
    set_up: bool
    permissions: tuple[str, ...]
    acr: int
    second_factor_from: datetime | None
    second_factor_due: bool
    authenticated_at: int
    has_assistants: bool
    tours: tuple[str, ...]
    tokens: dict[str, str]


class SecretRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    secret: str


class StepUpRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`code` is asked of who has a second factor."""

    secret: str
    password: str
    code: str = ""


class UnknownOrganisation(Invalid):
    """Choisissez votre organisation."""


@get("/organisations", needs=Needs.GATEWAY)
async def organisations(queries: Ask, q: FromQuery[str] = "") -> list[NamedLine]:
    """Some thirty at most, likeliest first: there may be tens of thousands."""
    return await queries.ask(organisations_named, NamedLike(q), actor=_service(NOWHERE))


@get("/organisations/{slug:str}", needs=Needs.GATEWAY)
async def organisation(slug: FromPath[str], queries: Ask) -> OrganisationView:
    """One that is closed for good too: its visitors are told so."""
    return await queries.ask(organisation_by_slug, BySlug(slug, even_closed=True), actor=_service(NOWHERE))


@post("/sign-in", needs=Needs.GATEWAY, status_code=200)
async def sign_in(
    data: JSONBody[SignInRequest],
    credentials: NamedDependency[Credentials],
    queries: Ask,
    commands: Doing,
    settings: NamedDependency[Settings],
    turns: NamedDependency[Turns],
) -> SignedIn:
    try:
        at = await queries.ask(organisation_by_slug, BySlug(data.slug), actor=_service(NOWHERE))
    except NotFound as unknown:
        raise UnknownOrganisation(faults=[Fault("/slug", "Choisissez votre organisation.", "unknown")]) from unknown
    must_be_served(at.status)
    whom = hashlib.sha256(f"{at.id}\n{normal(data.identifier)}".encode()).digest()
    # Two clicks: the second waits for what the first comes to.
    async with turns.of(data.challenge or data.proof):
        code = Code(data.challenge, data.code)
        check = await passed_check(data.proof, code, whom, data.host, commands, settings)
        attempt = SignIn(
            login=data.identifier,
            password=data.password,
            device=data.device,
            device_label=data.device_label,
            address=data.address,
            checked=check is not None,
        )
        try:
            opened = await credentials.sign_in(attempt, actor=_service(at.id))
        except BaseException:
            if check is not None:
                await commands.run(note_in_vain, check, actor=_service(data.host))
            raise
        if check is not None:
            await commands.run(note_served, check, actor=_service(data.host))
    if not opened.secret:
        ticket = await credentials.ticket(opened.account_id, actor=_service(at.id))
        return SignedIn(ticket=ticket, application=opened.application, passkey=opened.passkey)
    return SignedIn(secret=opened.secret, session_id=opened.session_id)


@post("/second-step", needs=Needs.GATEWAY, status_code=200)
async def second_step(
    data: JSONBody[SecondStepRequest], credentials: NamedDependency[Credentials], queries: Ask
) -> SignedIn:
    at = await queries.ask(organisation_by_slug, BySlug(data.slug), actor=_service(NOWHERE))
    step = SecondStep(
        ticket=data.ticket,
        code=data.code,
        device=data.device,
        device_label=data.device_label,
        address=data.address,
    )
    opened = await credentials.second_step(step, actor=_service(at.id))
    return SignedIn(secret=opened.secret, session_id=opened.session_id)


@post("/exchange", needs=Needs.GATEWAY, status_code=200)
async def exchange(
    data: JSONBody[ExchangeRequest], queries: Ask, commands: Doing, signer: NamedDependency[Signer]
) -> Exchanged:
    living = await _living(data.secret, queries, commands)
    tenant = await _tenant_of(living, data.slug, queries)
    if commands.now() - living.last_seen_at >= SEEN_EVERY:
        await commands.run(see_session, SeeSession(living.session_id), actor=_service(living.organisation))
    return _exchanged(living, tenant, signer, now=commands.now())


@post("/sessions", needs=Needs.GATEWAY, status_code=200)
async def sessions(data: JSONBody[SessionsRequest], queries: Ask, commands: Doing) -> list[SessionSeen | None]:
    """Whose they are, in the same order; none for what may not act here any more. Looking keeps nobody signed in."""
    return [await _seen(secret, data.slug, queries, commands) for secret in data.secrets]


@post("/sessions/ended", needs=Needs.GATEWAY, status_code=200)
async def ended(data: JSONBody[SecretRequest], queries: Ask) -> Ended:
    """Of a session that opens nothing any more: whether somebody ended it, so that its browser keeps nothing of it."""
    secret = SessionSecret.read(data.secret)
    return Ended(ended=secret is None or await queries.ask(was_ended, secret, actor=_service(secret.tenant)))


@post("/sign-out", needs=Needs.GATEWAY, status_code=204)
async def sign_out(data: JSONBody[SecretRequest], commands: Doing) -> None:
    secret = SessionSecret.read(data.secret)
    if secret is not None:
        await commands.run(end_session, EndSession(secret), actor=_service(secret.tenant))


@post("/step-up", needs=Needs.GATEWAY, status_code=200)
async def step_up(
    data: JSONBody[StepUpRequest],
    queries: Ask,
    commands: Doing,
    hasher: Hashing,
    settings: NamedDependency[Settings],
) -> SignedIn:
    living = await _living(data.secret, queries, commands)
    actor = _service(living.organisation)
    key = await prove(
        data.password, living.account_id, living.password_hash, commands=commands, hasher=hasher, actor=actor
    )
    secret = SessionSecret.read(data.secret)
    assert secret is not None
    command = RenewSession(secret=secret, key=key, code=data.code, own=settings.read_secret())
    renewed = await commands.run(renew_session, command, actor=actor)
    return SignedIn(secret=renewed, session_id=living.session_id)


def _service(tenant: UUID) -> Actor:
    return Actor.of_service("gateway", tenant)


async def _living(text: str, queries: Ask, commands: Doing) -> LivingSession:
    secret = SessionSecret.read(text)
    if secret is None:
        raise SessionDead
    return await queries.ask(living_session, WhoIs(secret, commands.now()), actor=_service(secret.tenant))


async def _seen(text: str, slug: str | None, queries: Ask, commands: Doing) -> SessionSeen | None:
    try:
        living = await _living(text, queries, commands)
        _ = await _tenant_of(living, slug, queries)
    except SessionDead:
        return None
    return SessionSeen(
        session_id=living.session_id,
        account_id=living.account_id,
        kind=str(living.kind),
        display_name=living.display_name,
        organisation_slug=living.organisation_slug,
        organisation_name=living.organisation_name,
    )


async def _tenant_of(living: LivingSession, slug: str | None, queries: Ask) -> UUID:
    """Where one acts: at home, or as a customer's member at the operator's support portal. Nowhere else."""
    if slug is None or slug == living.organisation_slug:
        return living.organisation
    host = await queries.ask(organisation_by_slug, BySlug(slug), actor=_service(living.organisation))
    if not host.is_support_portal or living.kind is not AccountKind.MEMBER:
        raise SessionDead
    return host.id


def _exchanged(living: LivingSession, tenant: UUID, signer: Signer, *, now: datetime) -> Exchanged:
    at_home = tenant == living.organisation
    due = is_due(living.second_factor_from, living.acr, at=now)
    granted = frozenset[str]() if due else living.granted
    permissions = effective(granted, at_home=at_home, is_operator=living.organisation_is_operator)
    proven_at = int(living.authenticated_at.timestamp())
    claims = {
        "tenant": tenant,
        "sub": living.account_id,
        "kind": str(living.kind),
        "organisation": living.organisation,
        "permissions": tuple(sorted(permissions)),
        "sid": living.session_id,
        "acr": living.acr,
        "auth_time": proven_at,
        "locale": living.locale,
        "department": living.department,
    }
    tokens = {name: signer.sign(AccessClaims, audience=name, lives=TOKENS_LIVE, **claims) for name in STREAMS}
    return Exchanged(
        session_id=living.session_id,
        account_id=living.account_id,
        kind=str(living.kind),
        tenant=tenant,
        organisation=living.organisation,
        organisation_slug=living.organisation_slug,
        organisation_name=living.organisation_name,
        display_name=living.display_name,
        locale=living.locale,
        set_up=living.set_up,
        permissions=tuple(sorted(permissions)),
        acr=living.acr,
        second_factor_from=living.second_factor_from if living.acr < SECOND_FACTOR else None,
        second_factor_due=due,
        authenticated_at=proven_at,
        has_assistants=living.has_assistants,
        tours=living.tours,
        tokens=tokens,
    )


router = Router(
    "/internal",
    route_handlers=[organisations, organisation, sign_in, second_step, exchange, sessions, ended, sign_out, step_up],
)

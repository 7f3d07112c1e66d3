"""Members' AI assistants: their keys, whether they are allowed, and what the gateway gets for a key (SR-04)."""

from datetime import timedelta
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.http import Ask, By
from chassis.tokens import Signer
from contracts.tokens import AccessClaims, Assistant
from identity.commands.allow_assistants import AllowAssistants, allow_assistants
from identity.commands.connect_assistant import ConnectAssistant, connect_assistant
from identity.commands.revoke_assistant import RevokeAssistant, SeeAssistant, revoke_assistant, see_assistant
from identity.domain.assistants import AssistantDead, AssistantKey, Wanted
from identity.domain.members import GRANT
from identity.domain.sessions import SEEN_EVERY
from identity.http.context import Doing, at_home
from identity.queries.assistants import AskAssistants, AssistantLine, assistants_allowed, list_assistants
from identity.queries.living_assistant import LivingAssistant, WhoseKey, living_assistant

TOKENS_LIVE = timedelta(seconds=60)


class NewAssistant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`services`: where it is let in; `proposes`: it may propose beside reading; `days`: 7, 30 or 90."""

    name: str
    services: list[str]
    proposes: bool = False
    days: int = 30


class Connected(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is told this once."""

    assistant_id: UUID
    key: str


class RuleBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    allowed: bool


class KeyRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    secret: str
    slug: str | None = None


class Exchanged(msgspec.Struct, frozen=True, kw_only=True):
    """Whose assistant it is, and a token for each service that the key opens. `session_id` is the assistant's id."""

    session_id: UUID
    account_id: UUID
    kind: str
    tenant: UUID
    organisation: UUID
    organisation_slug: str
    organisation_name: str
    display_name: str
    locale: str
    permissions: tuple[str, ...]
    tokens: dict[str, str]


@get("/assistants", needs=Needs.MEMBER)
async def index(actor: By, queries: Ask, commands: Doing) -> list[AssistantLine]:
    return await queries.ask(list_assistants, AskAssistants(now=commands.now()), actor=at_home(actor))


@post("/assistants", needs=Needs.MEMBER)
async def connect(data: JSONBody[NewAssistant], actor: By, commands: Doing) -> Connected:
    """Asks for a proof less than 15 minutes old. Citizens have none: nobody but they would stand behind what it does."""
    home = at_home(actor)
    wanted = Wanted(name=data.name.strip(), services=tuple(data.services), proposes=data.proposes, days=data.days)
    key = AssistantKey.new(home.tenant)
    assistant = await commands.run(connect_assistant, ConnectAssistant(wanted=wanted, key=key), actor=home)
    return Connected(assistant_id=assistant.id, key=str(key))


@delete("/assistants/{assistant_id:uuid}", needs=Needs.MEMBER)
async def revoke(assistant_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    """One's own; whoever grants permissions ends anybody's."""
    await commands.run(revoke_assistant, RevokeAssistant(assistant_id), actor=at_home(actor))


@get("/member-assistants", needs=GRANT)
async def of_members(actor: By, queries: Ask, commands: Doing, past: FromQuery[bool] = False) -> list[AssistantLine]:
    """`past`: those whose key opens nothing any more, too."""
    question = AskAssistants(now=commands.now(), everybodys=True, past=past)
    return await queries.ask(list_assistants, question, actor=actor)


@get("/assistant-rule", needs=GRANT)
async def show_rule(actor: By, queries: Ask) -> RuleBody:
    return RuleBody(allowed=await queries.ask(assistants_allowed, None, actor=actor))


@put("/assistant-rule", needs=GRANT)
async def change_rule(data: JSONBody[RuleBody], actor: By, commands: Doing) -> RuleBody:
    """Asks for a proof less than 15 minutes old."""
    await commands.run(allow_assistants, AllowAssistants(data.allowed), actor=actor)
    return data


@post("/internal/assistant-exchange", needs=Needs.GATEWAY, status_code=200)
async def exchange(
    data: JSONBody[KeyRequest], queries: Ask, commands: Doing, signer: NamedDependency[Signer]
) -> Exchanged:
    key = AssistantKey.read(data.secret)
    if key is None:
        raise AssistantDead
    itself = Actor.of_service("gateway", key.tenant)
    living = await queries.ask(living_assistant, WhoseKey(key, commands.now()), actor=itself)
    if living.last_used_at is None or commands.now() - living.last_used_at >= SEEN_EVERY:
        await commands.run(see_assistant, SeeAssistant(living.assistant_id), actor=itself)
    return _exchanged(living, signer)


def _exchanged(living: LivingAssistant, signer: Signer) -> Exchanged:
    """No session and no proof of a password: what asks for either stays closed."""
    assistant = Assistant(id=living.assistant_id, name=living.name, proposes=living.proposes)
    claims = {
        "tenant": living.organisation,
        "sub": living.account_id,
        "kind": "member",
        "organisation": living.organisation,
        "acr": living.acr,
        "locale": living.locale,
        "department": living.department,
        "assistant": assistant,
    }
    tokens = {
        name: signer.sign(
            AccessClaims, audience=name, lives=TOKENS_LIVE, permissions=living.permissions_at(name), **claims
        )
        for name in living.services
    }
    return Exchanged(
        session_id=living.assistant_id,
        account_id=living.account_id,
        kind="member",
        tenant=living.organisation,
        organisation=living.organisation,
        organisation_slug=living.organisation_slug,
        organisation_name=living.organisation_name,
        display_name=living.display_name,
        locale=living.locale,
        permissions=tuple(sorted(living.permissions)),
        tokens=tokens,
    )


router = Router("/", route_handlers=[index, connect, revoke, of_members, show_rule, change_rule])
internal = Router("/", route_handlers=[exchange])

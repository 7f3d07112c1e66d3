"""One's own passkeys; and, for the gateway alone, signing in with one."""

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.http import Ask, By
from chassis.policies import must_be_signed_in, must_have_signed_in_since
from chassis.queries import Queries
from chassis.settings import Settings
from identity.commands.change_passkeys import (
    AddPasskey,
    RemovePasskey,
    RenamePasskey,
    add_passkey,
    remove_passkey,
    rename_passkey,
)
from identity.commands.change_second_factor import PROVEN
from identity.domain.passkeys import Ceremony, Entrance, RelyingParty, new_challenge, owner_handle, to_make
from identity.http.context import Doing, at_home
from identity.queries.organisations import ById, organisation_by_id
from identity.queries.passkeys import PasskeyLine, passkeys_known_at, passkeys_of
from identity.queries.profile import ProfileOf, profile_of


class AtEntrance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`entrance`: portal or agents. A passkey opens the one where it was made."""

    entrance: Entrance = Entrance.PORTAL


class NewPasskey(AtEntrance, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`credential` is what the browser answered, as JSON."""

    name: str = ""
    credential: str = ""


class PasskeyName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str = ""


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """Recovery codes, where there were none before: shown this once."""

    codes: list[str]


@get("/profile/passkeys", needs=Needs.SIGNED_IN)
async def index(actor: By, queries: Ask) -> list[PasskeyLine]:
    return await queries.ask(passkeys_of, ProfileOf(must_be_signed_in(actor)), actor=at_home(actor))


@post("/profile/passkeys/options", needs=Needs.SIGNED_IN, status_code=200)
async def options(
    data: JSONBody[AtEntrance], actor: By, commands: Doing, queries: Ask, settings: NamedDependency[Settings]
) -> dict[str, Any]:
    """What to ask the browser to make. Asks for a proof given less than ten minutes ago."""
    me, home = must_be_signed_in(actor), at_home(actor)
    must_have_signed_in_since(actor, PROVEN, now=commands.now())
    site = await site_of(data.entrance, home, queries, settings)
    profile = await queries.ask(profile_of, ProfileOf(me), actor=home)
    name = f"{profile.identity.given_name} {profile.identity.family_name}".strip()
    known = await queries.ask(passkeys_known_at, ProfileOf(me), actor=home)
    challenge = new_challenge(Ceremony.ADD, str(me), settings.read_secret(), at=commands.now())
    return json.loads(to_make(site, owner_handle(home.tenant, me), profile.identifier, name, known, challenge))


@post("/profile/passkeys", needs=Needs.SIGNED_IN)
async def add(
    data: JSONBody[NewPasskey], actor: By, commands: Doing, queries: Ask, settings: NamedDependency[Settings]
) -> Added:
    home = at_home(actor)
    command = AddPasskey(
        account_id=must_be_signed_in(actor),
        session_id=actor.session,
        name=data.name,
        credential=data.credential,
        entrance=data.entrance,
        site=await site_of(data.entrance, home, queries, settings),
        secret=settings.read_secret(),
    )
    return Added(codes=await commands.run(add_passkey, command, actor=home))


@put("/profile/passkeys/{passkey_id:uuid}", needs=Needs.SIGNED_IN, status_code=204)
async def rename(passkey_id: FromPath[UUID], data: JSONBody[PasskeyName], actor: By, commands: Doing) -> None:
    command = RenamePasskey(passkey_id=passkey_id, account_id=must_be_signed_in(actor), name=data.name)
    await commands.run(rename_passkey, command, actor=at_home(actor))


@delete("/profile/passkeys/{passkey_id:uuid}", needs=Needs.SIGNED_IN)
async def remove(passkey_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    """Asks for a proof given less than ten minutes ago."""
    command = RemovePasskey(passkey_id=passkey_id, account_id=must_be_signed_in(actor))
    await commands.run(remove_passkey, command, actor=at_home(actor))


async def site_of(entrance: Entrance, home: Actor, queries: Queries, settings: Settings) -> RelyingParty:
    """The site whose passkeys they are: the organisation's own portal, or the agents' entrance."""
    organisation = await queries.ask(organisation_by_id, ById(home.tenant), actor=home)
    agents = entrance is Entrance.AGENTS
    return site_at(settings.internal_url if agents else settings.organisation_url(organisation.slug), organisation.name)


def site_at(address: str, name: str) -> RelyingParty:
    parts = urlsplit(address)
    return RelyingParty(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", name)


router = Router("/", route_handlers=[index, options, add, rename, remove])

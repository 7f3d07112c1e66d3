"""Activation keys: prepared by agents, used by families."""

from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.http import Ask, By
from chassis.policies import must_be_signed_in
from chassis.queries import Queries
from chassis.settings import Settings
from identity.commands.count_attempt import must_be_within
from identity.commands.issue_keys import IssueKeys, KeysReport, issue_keys
from identity.commands.use_key import Linked, UseKey, WithdrawKey, use_key, withdraw_key
from identity.domain import throttling
from identity.http.context import Address, Doing, client_address
from identity.letters.keys import keys_pdf
from identity.queries.activation_keys import (
    BatchLine,
    KeyBatches,
    KeyLine,
    KeysOf,
    LetterKeys,
    key_batches,
    keys_of,
    letter_keys,
)
from identity.queries.organisations import ById, organisation_by_id

ISSUE = "identity.keys.issue"


class FamilyList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`text` is CSV: one line for each child. Without `confirmed` only the report is made."""

    text: str
    confirmed: bool = False


class KeyBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str


@get("/activation-keys", needs=ISSUE)
async def index(actor: By, queries: Ask) -> list[BatchLine]:
    return await queries.ask(key_batches, KeyBatches(), actor=actor)


@post("/activation-keys", needs=ISSUE, status_code=200)
async def issue(
    data: JSONBody[FamilyList], actor: By, commands: Doing, settings: NamedDependency[Settings]
) -> KeysReport:
    command = IssueKeys(text=data.text, rehearsal=not data.confirmed, secret=settings.read_secret())
    return await commands.run(issue_keys, command, actor=actor)


@get("/activation-keys/{batch_id:uuid}", needs=ISSUE)
async def show(batch_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing) -> list[KeyLine]:
    return await queries.ask(keys_of, KeysOf(batch_id=batch_id, now=commands.now()), actor=actor)


@get("/activation-keys/{batch_id:uuid}/letters", needs=ISSUE)
async def letters(
    batch_id: FromPath[UUID], actor: By, queries: Ask, settings: NamedDependency[Settings]
) -> Response[bytes]:
    return Response(await letters_pdf(batch_id, actor, queries, settings), media_type="application/pdf")


@delete("/activation-keys/{key_id:uuid}", needs=ISSUE)
async def withdraw(key_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    await commands.run(withdraw_key, WithdrawKey(key_id), actor=actor)


@post("/household/activation-key", needs=Needs.CITIZEN, status_code=200)
async def use(data: JSONBody[KeyBody], actor: By, commands: Doing, client_address: Address) -> Linked:
    """Ten tries an hour for an account and for a network, whatever comes of them."""
    me = must_be_signed_in(actor)
    for counted in (f"activation-key:{me}", throttling.address_key("activation-key", client_address)):
        await must_be_within(counted, throttling.KEYS, commands=commands, actor=actor)
    return await commands.run(use_key, UseKey(account_id=me, key=data.key), actor=actor)


async def letters_pdf(batch_id: UUID, actor: Actor, queries: Queries, settings: Settings) -> bytes:
    keys = await queries.ask(letter_keys, LetterKeys(batch_id), actor=actor)
    town = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    return await keys_pdf(
        keys,
        sender=town.name,
        sender_address=town.address,
        secret=settings.read_secret(),
        url=settings.organisation_url(town.slug),
    )


router = Router(
    "/",
    route_handlers=[index, issue, show, letters, withdraw, use],
    dependencies={"client_address": Provide(client_address)},
)

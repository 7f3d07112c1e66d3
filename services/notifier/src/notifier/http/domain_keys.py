"""The signature of an organisation's mails."""

import asyncio
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.commands import Commands
from chassis.http import Again, Ask, By
from notifier.commands.signing.domain_keys import (
    ActivateDomainKey,
    RetireDomainKey,
    activate_domain_key,
    made,
    make_domain_key,
    retire_domain_key,
)
from notifier.delivery.names import Names
from notifier.delivery.signatures import Signatures
from notifier.delivery.writing import Writer
from notifier.queries.signing.domain_keys import DomainKeyView, list_domain_keys, show_domain_key, view_of
from notifier.sealing import Seal
from notifier.storage.work import NotifierWork

MANAGE = "notifier.integrations.manage"
Change = NamedDependency[Commands[NotifierWork]]


@get("/", needs=MANAGE, summary="Keys that sign the organisation's mails, newest first")
async def index(actor: By, queries: Ask) -> list[DomainKeyView]:
    return await queries.ask(list_domain_keys, None, actor=actor)


@get("/{key_id:uuid}", needs=MANAGE, summary="A key, and what has to be published in the DNS")
async def show(key_id: FromPath[UUID], actor: By, queries: Ask) -> DomainKeyView:
    return await queries.ask(show_domain_key, key_id, actor=actor)


@post("/", needs=MANAGE, summary="Make a key for the organisation's domain")
async def make(
    actor: By, commands: Change, writer: NamedDependency[Writer], seal: NamedDependency[Seal], once: Again
) -> DomainKeyView:
    domain = await writer.domain_of(actor.tenant)
    command = await asyncio.to_thread(made, domain, seal)
    return await commands.run(make_domain_key, command, actor=actor, show=view_of, once=once)


@post("/{key_id:uuid}/activation", needs=MANAGE, status_code=200, summary="Sign with it, once the DNS tells it")
async def activate(
    key_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    commands: Change,
    names: NamedDependency[Names],
    signatures: NamedDependency[Signatures],
) -> DomainKeyView:
    key = await queries.ask(show_domain_key, key_id, actor=actor)
    command = ActivateDomainKey(key_id=key_id, records=await names.texts(key.record_name))
    view = await commands.run(activate_domain_key, command, actor=actor, show=view_of)
    signatures.forget(actor.tenant)
    return view


@post("/{key_id:uuid}/retirement", needs=MANAGE, status_code=200, summary="Sign nothing more with it")
async def retire(
    key_id: FromPath[UUID], actor: By, commands: Change, signatures: NamedDependency[Signatures]
) -> DomainKeyView:
    view = await commands.run(retire_domain_key, RetireDomainKey(key_id), actor=actor, show=view_of)
    signatures.forget(actor.tenant)
    return view


router = Router("/domain-keys", route_handlers=[index, show, make, activate, retire], tags=["Signature des courriels"])

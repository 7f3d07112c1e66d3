"""The signature of an organisation's mails: make a key, publish it, activate it, change it."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import Ask, By
from chassis.refusals import Conflict, Unavailable
from notifier.commands.signing.domain_keys import (
    ActivateDomainKey,
    RetireDomainKey,
    activate_domain_key,
    made,
    make_domain_key,
    retire_domain_key,
)
from notifier.console import labels
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import words
from notifier.console.labels import N_
from notifier.delivery.names import Names
from notifier.delivery.signatures import Signatures
from notifier.delivery.writing import Writer
from notifier.queries.signing.domain_keys import list_domain_keys, show_domain_key
from notifier.sealing import Seal

MANAGE = "notifier.integrations.manage"
HOME = "/notifier/signature"


@get("/signature", needs=MANAGE)
async def index(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    keys = await queries.ask(list_domain_keys, None, actor=actor)
    return console.render(request, actor, "signing/list.html", labels=labels, keys=keys)


@post("/signature", needs=MANAGE, status_code=200)
async def make(
    request: AnyRequest,
    actor: By,
    commands: Change,
    console: Console,
    writer: NamedDependency[Writer],
    seal: NamedDependency[Seal],
) -> Response[Any]:
    command = await asyncio.to_thread(made, await writer.domain_of(actor.tenant), seal)
    await commands.run(make_domain_key, command, actor=actor)
    said = words(console, request, actor)
    return console.redirect(HOME, flash=said(N_("La clé est créée : publiez son enregistrement, puis activez-la.")))


@post("/signature/{key_id:uuid}/activation", needs=MANAGE, status_code=200)
async def activate(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    names: NamedDependency[Names],
    signatures: NamedDependency[Signatures],
    key_id: FromPath[UUID],
) -> Response[Any]:
    said = words(console, request, actor)
    key = await queries.ask(show_domain_key, key_id, actor=actor)
    try:
        command = ActivateDomainKey(key_id=key_id, records=await names.texts(key.record_name))
        await commands.run(activate_domain_key, command, actor=actor)
    except (Conflict, Unavailable) as refusal:
        # What to do stands on the page that they came from.
        return console.redirect(HOME, flash=said(refusal.title), kind="warning")
    signatures.forget(actor.tenant)
    return console.redirect(HOME, flash=said(N_("La clé est active : vos courriels sont signés dès maintenant.")))


@post("/signature/{key_id:uuid}/retrait", needs=MANAGE, status_code=200)
async def retire(
    request: AnyRequest,
    actor: By,
    commands: Change,
    console: Console,
    signatures: NamedDependency[Signatures],
    key_id: FromPath[UUID],
) -> Response[Any]:
    await commands.run(retire_domain_key, RetireDomainKey(key_id), actor=actor)
    signatures.forget(actor.tenant)
    said = words(console, request, actor)
    return console.redirect(HOME, flash=said(N_("La clé est retirée : rien n’est plus signé avec elle.")))


ROUTES = [index, make, activate, retire]

"""What is done with a webhook: tried, paused, resumed, its secret changed, removed; what was sent, sent again."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.refusals import Conflict
from notifier.commands.hooks.endpoints import (
    OfEndpoint,
    RenewSecret,
    pause_endpoint,
    remove_endpoint,
    renew_secret,
    resume_endpoint,
)
from notifier.commands.hooks.tell import ReplayDelivery, TryEndpoint, replay_delivery, try_endpoint
from notifier.console.fields import words
from notifier.console.labels import N_
from notifier.delivery.dispatcher import Dispatcher
from notifier.delivery.hooks.secrets import new_secret
from notifier.queries.hooks.hooks import show_endpoint
from notifier.sealing import Seal
from notifier.storage.work import NotifierWork

MANAGE = "notifier.integrations.manage"
HOME = "/notifier/webhooks"
Console = NamedDependency[ConsolePages]
Change = NamedDependency[Commands[NotifierWork]]
AnyRequest = Request[Any, Any, Any]


@get("/webhooks/{endpoint_id:uuid}/suppression", needs=MANAGE)
async def ask_removal(
    request: AnyRequest, actor: By, queries: Ask, console: Console, endpoint_id: FromPath[UUID]
) -> Response[str]:
    endpoint = await queries.ask(show_endpoint, endpoint_id, actor=actor)
    return console.render(request, actor, "hooks/remove.html", endpoint=endpoint)


@post("/webhooks/{endpoint_id:uuid}/suppression", needs=MANAGE, status_code=200)
async def remove(
    request: AnyRequest, actor: By, commands: Change, console: Console, endpoint_id: FromPath[UUID]
) -> Response[Any]:
    await commands.run(remove_endpoint, OfEndpoint(endpoint_id), actor=actor)
    return console.redirect(HOME, flash=words(console, request, actor)(N_("Le webhook est supprimé.")))


@post("/webhooks/{endpoint_id:uuid}/secret", needs=MANAGE, status_code=200)
async def renew(
    request: AnyRequest,
    actor: By,
    commands: Change,
    console: Console,
    seal: NamedDependency[Seal],
    endpoint_id: FromPath[UUID],
) -> Response[str]:
    new = new_secret(seal, endpoint_id)
    await commands.run(renew_secret, RenewSecret(endpoint_id=endpoint_id, sealed=new.sealed), actor=actor)
    return show_secret(request, actor, console, endpoint_id, new.text)


@post("/webhooks/{endpoint_id:uuid}/pause", needs=MANAGE, status_code=200)
async def pause(
    request: AnyRequest, actor: By, commands: Change, console: Console, endpoint_id: FromPath[UUID]
) -> Response[Any]:
    await commands.run(pause_endpoint, OfEndpoint(endpoint_id), actor=actor)
    said = words(console, request, actor)(N_("Le webhook est en pause : plus rien ne lui est envoyé."))
    return console.redirect(f"{HOME}/{endpoint_id}", flash=said)


@post("/webhooks/{endpoint_id:uuid}/reprise", needs=MANAGE, status_code=200)
async def resume(
    request: AnyRequest, actor: By, commands: Change, console: Console, endpoint_id: FromPath[UUID]
) -> Response[Any]:
    await commands.run(resume_endpoint, OfEndpoint(endpoint_id), actor=actor)
    said = words(console, request, actor)(N_("Le webhook reprend : les prochains événements lui sont envoyés."))
    return console.redirect(f"{HOME}/{endpoint_id}", flash=said)


@post("/webhooks/{endpoint_id:uuid}/essai", needs=MANAGE, status_code=200)
async def attempt(
    request: AnyRequest,
    actor: By,
    commands: Change,
    console: Console,
    dispatcher: NamedDependency[Dispatcher],
    endpoint_id: FromPath[UUID],
) -> Response[Any]:
    said, path = words(console, request, actor), f"{HOME}/{endpoint_id}"
    try:
        await commands.run(try_endpoint, TryEndpoint(endpoint_id), actor=actor)
    except Conflict as refusal:
        return console.redirect(path, flash=said(refusal.title), kind="warning")
    dispatcher.poke()
    return console.redirect(path, flash=said(N_("Un essai part : actualisez la page pour lire sa réponse.")))


@post("/webhooks/{endpoint_id:uuid}/envois/{delivery_id:uuid}/renvoi", needs=MANAGE, status_code=200)
async def replay(
    request: AnyRequest,
    actor: By,
    commands: Change,
    console: Console,
    dispatcher: NamedDependency[Dispatcher],
    endpoint_id: FromPath[UUID],
    delivery_id: FromPath[UUID],
) -> Response[Any]:
    said, path = words(console, request, actor), f"{HOME}/{endpoint_id}/envois/{delivery_id}"
    try:
        command = ReplayDelivery(endpoint_id=endpoint_id, delivery_id=delivery_id)
        await commands.run(replay_delivery, command, actor=actor)
    except Conflict as refusal:
        return console.redirect(path, flash=said(refusal.title), kind="warning")
    dispatcher.poke()
    return console.redirect(path, flash=said(N_("L'envoi repart, sous le même identifiant.")))


def show_secret(
    request: AnyRequest, actor: Actor, console: ConsolePages, endpoint_id: UUID, secret: str
) -> Response[str]:
    """Shown this once: it is nowhere to be read again."""
    return console.render(request, actor, "hooks/secret.html", endpoint_id=endpoint_id, secret=secret)


ROUTES = [ask_removal, remove, renew, pause, resume, attempt, replay]

"""What is done with a webhook: tried, paused, resumed, its secret changed, removed; what was sent, sent again."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from notifier.commands.hooks.endpoints import (
    OfEndpoint,
    RenewSecret,
    pause_endpoint,
    remove_endpoint,
    renew_secret,
    resume_endpoint,
)
from notifier.commands.hooks.tell import ReplayDelivery, TryEndpoint, replay_delivery, try_endpoint
from notifier.console.doors import AnyRequest, Button, Change, Console
from notifier.console.labels import N_
from notifier.delivery.dispatcher import Dispatcher
from notifier.delivery.hooks.secrets import new_secret
from notifier.queries.hooks.hooks import show_endpoint
from notifier.sealing import Seal

MANAGE = "notifier.integrations.manage"
HOME = "/notifier/webhooks"
REMOVED = N_("Le webhook est supprimé.")
PAUSED = N_("Le webhook est en pause : plus rien ne lui est envoyé.")
RESUMED = N_("Le webhook reprend : les prochains événements lui sont envoyés.")
TRIED = N_("Un essai part : actualisez la page pour lire sa réponse.")
AGAIN = N_("L’envoi repart, sous le même identifiant.")


@get("/webhooks/{endpoint_id:uuid}/suppression", needs=MANAGE)
async def ask_removal(
    request: AnyRequest, actor: By, queries: Ask, console: Console, endpoint_id: FromPath[UUID]
) -> Response[str]:
    endpoint = await queries.ask(show_endpoint, endpoint_id, actor=actor)
    return console.render(request, actor, "hooks/remove.html", endpoint=endpoint)


@post("/webhooks/{endpoint_id:uuid}/suppression", needs=MANAGE, status_code=200)
async def remove(button: Button, endpoint_id: FromPath[UUID]) -> Response[Any]:
    return await button.run(remove_endpoint, OfEndpoint(endpoint_id), done=REMOVED, then=HOME)


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
async def pause(button: Button, endpoint_id: FromPath[UUID]) -> Response[Any]:
    return await button.run(pause_endpoint, OfEndpoint(endpoint_id), done=PAUSED, then=f"{HOME}/{endpoint_id}")


@post("/webhooks/{endpoint_id:uuid}/reprise", needs=MANAGE, status_code=200)
async def resume(button: Button, endpoint_id: FromPath[UUID]) -> Response[Any]:
    return await button.run(resume_endpoint, OfEndpoint(endpoint_id), done=RESUMED, then=f"{HOME}/{endpoint_id}")


@post("/webhooks/{endpoint_id:uuid}/essai", needs=MANAGE, status_code=200)
async def attempt(
    button: Button, dispatcher: NamedDependency[Dispatcher], endpoint_id: FromPath[UUID]
) -> Response[Any]:
    answer = await button.run(try_endpoint, TryEndpoint(endpoint_id), done=TRIED, then=f"{HOME}/{endpoint_id}")
    dispatcher.poke()
    return answer


@post("/webhooks/{endpoint_id:uuid}/envois/{delivery_id:uuid}/renvoi", needs=MANAGE, status_code=200)
async def replay(
    button: Button,
    dispatcher: NamedDependency[Dispatcher],
    endpoint_id: FromPath[UUID],
    delivery_id: FromPath[UUID],
) -> Response[Any]:
    command = ReplayDelivery(endpoint_id=endpoint_id, delivery_id=delivery_id)
    here = f"{HOME}/{endpoint_id}/envois/{delivery_id}"
    answer = await button.run(replay_delivery, command, done=AGAIN, then=here)
    dispatcher.poke()
    return answer


def show_secret(
    request: AnyRequest, actor: Actor, console: ConsolePages, endpoint_id: UUID, secret: str
) -> Response[str]:
    """Shown this once: it is nowhere to be read again."""
    return console.render(request, actor, "hooks/secret.html", endpoint_id=endpoint_id, secret=secret)


ROUTES = [ask_removal, remove, renew, pause, resume, attempt, replay]

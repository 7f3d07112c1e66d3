"""Webhooks: another system of the organisation's is told of events (Standard Webhooks)."""

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.commands import Commands
from chassis.http import Again, Ask, By
from chassis.pagination import Page
from notifier.commands.hooks.endpoints import (
    AddEndpoint,
    ChangeEndpoint,
    OfEndpoint,
    RenewSecret,
    add_endpoint,
    change_endpoint,
    pause_endpoint,
    remove_endpoint,
    renew_secret,
    resume_endpoint,
)
from notifier.commands.hooks.tell import ReplayDelivery, TryEndpoint, replay_delivery, try_endpoint
from notifier.delivery.dispatcher import Dispatcher
from notifier.delivery.hooks.calling import Caller
from notifier.delivery.hooks.secrets import new_secret
from notifier.domain.hooks.endpoint import Wanted, must_be_possible
from notifier.queries.hooks.hooks import (
    DeliveriesOf,
    DeliveryOf,
    EndpointView,
    HookDetail,
    HookLine,
    endpoint_view,
    hook_detail,
    list_endpoints,
    list_hook_deliveries,
    show_endpoint,
    show_hook_delivery,
)
from notifier.sealing import Seal
from notifier.storage.work import NotifierWork

MANAGE = "notifier.integrations.manage"
Change = NamedDependency[Commands[NotifierWork]]


class WithSecret(EndpointView, frozen=True, kw_only=True):
    """`secret` signs every call. It is told this once."""

    secret: str


@get("/", needs=MANAGE, summary="The organisation's webhooks")
async def index(actor: By, queries: Ask) -> list[EndpointView]:
    return await queries.ask(list_endpoints, None, actor=actor)


@post("/", needs=MANAGE, summary="Add a webhook: its secret is told once")
async def add(
    data: JSONBody[Wanted], actor: By, commands: Change, seal: NamedDependency[Seal], caller: NamedDependency[Caller]
) -> WithSecret:
    await caller.must_be_allowed(must_be_possible(data).url)
    new = new_secret(seal)
    command = AddEndpoint(endpoint_id=new.endpoint_id, wanted=data, sealed=new.sealed)
    view = await commands.run(add_endpoint, command, actor=actor, show=endpoint_view)
    return WithSecret(**msgspec.structs.asdict(view), secret=new.text)


@get("/{endpoint_id:uuid}", needs=MANAGE, summary="A webhook")
async def show(endpoint_id: FromPath[UUID], actor: By, queries: Ask) -> EndpointView:
    return await queries.ask(show_endpoint, endpoint_id, actor=actor)


@put("/{endpoint_id:uuid}", needs=MANAGE, summary="Change where it leads and what it is told")
async def change(
    endpoint_id: FromPath[UUID],
    data: JSONBody[Wanted],
    actor: By,
    queries: Ask,
    commands: Change,
    caller: NamedDependency[Caller],
) -> EndpointView:
    _ = await queries.ask(show_endpoint, endpoint_id, actor=actor)
    await caller.must_be_allowed(must_be_possible(data).url)
    command = ChangeEndpoint(endpoint_id=endpoint_id, wanted=data)
    return await commands.run(change_endpoint, command, actor=actor, show=endpoint_view)


@delete("/{endpoint_id:uuid}", needs=MANAGE, summary="Remove it, with what was sent")
async def remove(endpoint_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(remove_endpoint, OfEndpoint(endpoint_id), actor=actor)


@post("/{endpoint_id:uuid}/pause", needs=MANAGE, status_code=200, summary="Call it no more for now")
async def pause(endpoint_id: FromPath[UUID], actor: By, commands: Change) -> EndpointView:
    return await commands.run(pause_endpoint, OfEndpoint(endpoint_id), actor=actor, show=endpoint_view)


@post("/{endpoint_id:uuid}/resumption", needs=MANAGE, status_code=200, summary="Call it again from now on")
async def resume(endpoint_id: FromPath[UUID], actor: By, commands: Change) -> EndpointView:
    return await commands.run(resume_endpoint, OfEndpoint(endpoint_id), actor=actor, show=endpoint_view)


@post("/{endpoint_id:uuid}/secret", needs=MANAGE, status_code=200, summary="A new secret; both sign for a day")
async def renew(endpoint_id: FromPath[UUID], actor: By, commands: Change, seal: NamedDependency[Seal]) -> WithSecret:
    new = new_secret(seal, endpoint_id)
    command = RenewSecret(endpoint_id=endpoint_id, sealed=new.sealed)
    view = await commands.run(renew_secret, command, actor=actor, show=endpoint_view)
    return WithSecret(**msgspec.structs.asdict(view), secret=new.text)


@post("/{endpoint_id:uuid}/trials", needs=MANAGE, status_code=202, summary="Send it something that means nothing")
async def attempt(
    endpoint_id: FromPath[UUID],
    actor: By,
    commands: Change,
    dispatcher: NamedDependency[Dispatcher],
    once: Again,
) -> HookDetail:
    view = await commands.run(try_endpoint, TryEndpoint(endpoint_id), actor=actor, show=hook_detail, once=once)
    dispatcher.poke()
    return view


@get("/{endpoint_id:uuid}/deliveries", needs=MANAGE, summary="What was sent to it, newest first")
async def deliveries(
    endpoint_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[HookLine]:
    question = DeliveriesOf(endpoint_id=endpoint_id, cursor=cursor, limit=limit)
    return await queries.ask(list_hook_deliveries, question, actor=actor)


@get("/{endpoint_id:uuid}/deliveries/{delivery_id:uuid}", needs=MANAGE, summary="One sending and its calls")
async def delivery(endpoint_id: FromPath[UUID], delivery_id: FromPath[UUID], actor: By, queries: Ask) -> HookDetail:
    question = DeliveryOf(endpoint_id=endpoint_id, delivery_id=delivery_id)
    return await queries.ask(show_hook_delivery, question, actor=actor)


@post(
    "/{endpoint_id:uuid}/deliveries/{delivery_id:uuid}/replay",
    needs=MANAGE,
    status_code=202,
    summary="Send it again, under the same id",
)
async def replay(
    endpoint_id: FromPath[UUID],
    delivery_id: FromPath[UUID],
    actor: By,
    commands: Change,
    dispatcher: NamedDependency[Dispatcher],
) -> HookDetail:
    command = ReplayDelivery(endpoint_id=endpoint_id, delivery_id=delivery_id)
    view = await commands.run(replay_delivery, command, actor=actor, show=hook_detail)
    dispatcher.poke()
    return view


router = Router(
    "/webhooks",
    route_handlers=[
        index,
        add,
        show,
        change,
        remove,
        pause,
        resume,
        renew,
        attempt,
        deliveries,
        delivery,
        replay,
    ],
    tags=["Webhooks"],
)

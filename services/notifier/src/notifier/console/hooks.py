"""Webhooks: where other systems of the organisation's are told of events, what was sent to them, sent again."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Invalid
from notifier.commands.hooks.endpoints import AddEndpoint, ChangeEndpoint, add_endpoint, change_endpoint
from notifier.console import hook_labels as labels
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import errors_of, words
from notifier.console.hook_acts import show_secret
from notifier.console.labels import N_
from notifier.delivery.hooks.calling import Caller
from notifier.delivery.hooks.secrets import new_secret
from notifier.domain.hooks.endpoint import KINDS, Wanted, must_be_possible
from notifier.queries.hooks.hooks import (
    DeliveriesOf,
    DeliveryOf,
    list_endpoints,
    list_hook_deliveries,
    show_endpoint,
    show_hook_delivery,
)
from notifier.sealing import Seal

MANAGE = "notifier.integrations.manage"
HOME = "/notifier/webhooks"


@get("/webhooks", needs=MANAGE)
async def index(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    endpoints = await queries.ask(list_endpoints, None, actor=actor)
    return console.render(request, actor, "hooks/list.html", labels=labels, endpoints=endpoints)


@get("/webhooks/nouveau", needs=MANAGE)
async def write(request: AnyRequest, actor: By, console: Console) -> Response[str]:
    return _form(request, actor, console, FormState(), None)


@post("/webhooks/nouveau", needs=MANAGE, status_code=200)
async def add(
    request: AnyRequest,
    actor: By,
    commands: Change,
    console: Console,
    caller: NamedDependency[Caller],
    seal: NamedDependency[Seal],
) -> Response[Any]:
    fields = await request.form()
    wanted, new = _wanted(fields), new_secret(seal)
    try:
        await caller.must_be_allowed(must_be_possible(wanted).url)
        command = AddEndpoint(endpoint_id=new.endpoint_id, wanted=wanted, sealed=new.sealed)
        await commands.run(add_endpoint, command, actor=actor)
    except Invalid as refusal:
        errors = errors_of(refusal, words(console, request, actor))
        return _form(request, actor, console, FormState(_typed(wanted), errors), None, status=422)
    return show_secret(request, actor, console, new.endpoint_id, new.text)


@get("/webhooks/{endpoint_id:uuid}/reglages", needs=MANAGE)
async def edit(
    request: AnyRequest, actor: By, queries: Ask, console: Console, endpoint_id: FromPath[UUID]
) -> Response[str]:
    view = await queries.ask(show_endpoint, endpoint_id, actor=actor)
    wanted = Wanted(url=view.url, kinds=view.kinds, description=view.description)
    return _form(request, actor, console, FormState(_typed(wanted)), endpoint_id)


@post("/webhooks/{endpoint_id:uuid}/reglages", needs=MANAGE, status_code=200)
async def save(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    caller: NamedDependency[Caller],
    endpoint_id: FromPath[UUID],
) -> Response[Any]:
    _ = await queries.ask(show_endpoint, endpoint_id, actor=actor)
    wanted, said = _wanted(await request.form()), words(console, request, actor)
    try:
        await caller.must_be_allowed(must_be_possible(wanted).url)
        await commands.run(change_endpoint, ChangeEndpoint(endpoint_id=endpoint_id, wanted=wanted), actor=actor)
    except Invalid as refusal:
        form = FormState(_typed(wanted), errors_of(refusal, said))
        return _form(request, actor, console, form, endpoint_id, status=422)
    return console.redirect(f"{HOME}/{endpoint_id}", flash=said(N_("Le webhook est enregistré.")))


@get("/webhooks/{endpoint_id:uuid}", needs=MANAGE)
async def show(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: Console,
    endpoint_id: FromPath[UUID],
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    endpoint = await queries.ask(show_endpoint, endpoint_id, actor=actor)
    sent = await queries.ask(list_hook_deliveries, DeliveriesOf(endpoint_id=endpoint_id, cursor=apres), actor=actor)
    return console.render(
        request,
        actor,
        "hooks/show.html",
        labels=labels,
        endpoint=endpoint,
        deliveries=sent.items,
        following=f"{HOME}/{endpoint_id}?{urlencode({'apres': sent.next})}" if sent.next else None,
    )


@get("/webhooks/{endpoint_id:uuid}/envois/{delivery_id:uuid}", needs=MANAGE)
async def delivery(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: Console,
    endpoint_id: FromPath[UUID],
    delivery_id: FromPath[UUID],
) -> Response[str]:
    endpoint = await queries.ask(show_endpoint, endpoint_id, actor=actor)
    question = DeliveryOf(endpoint_id=endpoint_id, delivery_id=delivery_id)
    sent = await queries.ask(show_hook_delivery, question, actor=actor)
    return console.render(request, actor, "hooks/delivery.html", labels=labels, endpoint=endpoint, sent=sent)


def _wanted(fields: Any) -> Wanted:
    return Wanted(
        url=str(fields.get("url", "")).strip(),
        kinds=tuple(kind for kind in KINDS if kind in fields.getall("kinds", [])),
        description=str(fields.get("description", "")).strip(),
    )


def _typed(wanted: Wanted) -> dict[str, Any]:
    return {"url": wanted.url, "kinds": list(wanted.kinds), "description": wanted.description}


def _form(
    request: AnyRequest,
    actor: Actor,
    console: ConsolePages,
    form: FormState,
    endpoint_id: UUID | None,
    *,
    status: int = 200,
) -> Response[str]:
    said = words(console, request, actor)
    kinds = [(kind, said(labels.KINDS[kind]), kind) for kind in KINDS]
    return console.render(request, actor, "hooks/edit.html", status, form=form, kinds=kinds, endpoint_id=endpoint_id)


ROUTES = [index, write, add, edit, save, show, delivery]

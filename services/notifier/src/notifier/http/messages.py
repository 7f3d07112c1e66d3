"""Messages that an organisation's programs have sent. They come with a key, not with a session."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Again, Ask, By
from chassis.pagination import Page
from notifier.commands.programs.send_message import Outgoing, SendMessage, must_be_sayable, send_message
from notifier.delivery.dispatcher import Dispatcher
from notifier.delivery.program_door import ProgramDoor
from notifier.domain.notification import Status
from notifier.domain.programs.api_key import Scope
from notifier.domain.programs.refusals import KeyOnceMissing
from notifier.mails.own import kind_of
from notifier.queries.programs.messages import MessageOf, MessagesOf, MessageView, list_asked, message_view, show_asked
from notifier.queries.programs.own_templates import list_own_templates
from notifier.storage.work import NotifierWork

BY_KEY = "`Authorization: Bearer parvis_…`, a key of the organisation whose address is called."
AnyRequest = Request[Any, Any, Any]
Programs = NamedDependency[ProgramDoor]


class ValueWanted(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    required: bool


class TemplateView(msgspec.Struct, frozen=True, kw_only=True):
    """`values`: what has to be given to send it; `link` is where its button leads, the portal when it is not given."""

    template: str
    title: str
    locales: tuple[str, ...]
    values: tuple[ValueWanted, ...]


@post(
    "/",
    needs=Needs.ANYONE,
    summary="Have a message sent, once per Idempotency-Key",
    description=BY_KEY + " Right: messages.send. The header `Idempotency-Key` is mandatory; addresses at "
    "simulation.invalid (delivered@, temporary@, bounced@, complained@) have outcomes that are known.",
)
async def send(
    data: JSONBody[Outgoing],
    request: AnyRequest,
    actor: By,
    programs: Programs,
    commands: NamedDependency[Commands[NotifierWork]],
    dispatcher: NamedDependency[Dispatcher],
    once: Again,
) -> MessageView:
    key, program = await programs.enter(request.headers, actor, Scope.SEND)
    if once is None:
        raise KeyOnceMissing
    must_be_sayable(data)
    await programs.must_reach(key, data.to, actor)
    command = SendMessage(key_id=key.id, message=data)
    view = await commands.run(send_message, command, actor=program, show=message_view, once=once)
    dispatcher.poke()
    return view


@get(
    "/",
    needs=Needs.ANYONE,
    summary="What this key had sent, newest first",
    description=BY_KEY + " Right: messages.read. `next` of one page is the `cursor` of the one after it.",
)
async def index(
    request: AnyRequest,
    actor: By,
    programs: Programs,
    queries: Ask,
    status: FromQuery[Status | None] = None,
    reference: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[MessageView]:
    key, program = await programs.enter(request.headers, actor, Scope.READ)
    question = MessagesOf(key_id=key.id, status=status, reference=reference, cursor=cursor, limit=limit)
    return await queries.ask(list_asked, question, actor=program)


@get(
    "/{message_id:uuid}",
    needs=Needs.ANYONE,
    summary="What became of a message",
    description=BY_KEY + " Right: messages.read. Webhooks tell it without being asked.",
)
async def show(
    message_id: FromPath[UUID], request: AnyRequest, actor: By, programs: Programs, queries: Ask
) -> MessageView:
    key, program = await programs.enter(request.headers, actor, Scope.READ)
    return await queries.ask(show_asked, MessageOf(key_id=key.id, message_id=message_id), actor=program)


@get(
    "/templates",
    needs=Needs.ANYONE,
    summary="The organisation's templates and the values that each needs",
    description=BY_KEY + " Right: messages.send.",
)
async def templates(request: AnyRequest, actor: By, programs: Programs, queries: Ask) -> list[TemplateView]:
    _, program = await programs.enter(request.headers, actor, Scope.SEND)
    found = await queries.ask(list_own_templates, None, actor=program)
    return [
        TemplateView(
            template=one.wanted.key,
            title=one.wanted.title,
            locales=tuple(sorted(one.wanted.wordings)),
            values=tuple(
                ValueWanted(name=value.name, required=not value.optional and value.name != "link")
                for value in kind_of(one.wanted.key, one.wanted.wordings).placeholders
            ),
        )
        for one in found
    ]


router = Router("/messages", route_handlers=[send, index, show, templates], tags=["Messages des logiciels"])

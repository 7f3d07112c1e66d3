"""News and practical information, for who writes them."""

import asyncio
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.commands import Commands
from chassis.http import Again, Ask, By, IfMatch
from chassis.pagination import Page
from notifier.articles.pictures import LARGEST, picture_of
from notifier.commands.publishing.add_hours_exception import AddHoursException, add_hours_exception
from notifier.commands.publishing.illustrate_publication import IllustratePublication, illustrate_publication
from notifier.commands.publishing.publish_publication import PublishPublication, publish_publication
from notifier.commands.publishing.remove_hours_exception import RemoveHoursException, remove_hours_exception
from notifier.commands.publishing.remove_publication import RemovePublication, remove_publication
from notifier.commands.publishing.withdraw_publication import WithdrawPublication, withdraw_publication
from notifier.commands.publishing.write_publication import WritePublication, write_publication
from notifier.domain.publishing.content import Content
from notifier.domain.publishing.hours import HoursException
from notifier.domain.publishing.publication import Kind, Publication, Stage
from notifier.http import assistants
from notifier.queries.publishing.edited_publications import ListEdited, list_edited, show_edited
from notifier.queries.publishing.views import EditorLine, EditorView
from notifier.storage.work import NotifierWork

EDIT = "notifier.publications.edit"
Change = NamedDependency[Commands[NotifierWork]]


class NewPublication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Kind
    content: Content


class Written(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    stage: str
    version: int


class Made(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID


def _written(at: datetime, publication: Publication) -> Written:
    stage = str(publication.stage(at=at))
    return Written(id=publication.id, slug=publication.slug, stage=stage, version=publication.version)


@get(
    "/",
    needs=EDIT,
    summary="Everything written, last touched first",
    operation_id="list_publications",
    assistants=assistants.PUBLICATIONS,
)
async def index(
    actor: By,
    queries: Ask,
    commands: Change,
    kind: FromQuery[Kind | None] = None,
    stage: FromQuery[Stage | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[EditorLine]:
    question = ListEdited(at=commands.now(), kind=kind, stage=stage, cursor=cursor, limit=limit)
    return await queries.ask(list_edited, question, actor=actor)


@get(
    "/{publication_id:uuid}",
    needs=EDIT,
    summary="A publication as its editors see it",
    operation_id="open_publication",
    assistants=assistants.PUBLICATION,
)
async def show(publication_id: FromPath[UUID], actor: By, queries: Ask, commands: Change) -> EditorView:
    return await queries.ask(show_edited, (publication_id, commands.now()), actor=actor)


@post("/", needs=EDIT, summary="Write a new one: a draft")
async def create(data: JSONBody[NewPublication], actor: By, commands: Change, once: Again) -> Written:
    command = WritePublication(kind=data.kind, content=data.content)
    at = commands.now()
    return await commands.run(write_publication, command, actor=actor, show=lambda p: _written(at, p), once=once)


@put("/{publication_id:uuid}", needs=EDIT, summary="Write it anew; what is published changes at once")
async def write(
    publication_id: FromPath[UUID], data: JSONBody[Content], actor: By, commands: Change, if_match: IfMatch
) -> Written:
    command = WritePublication(publication_id=publication_id, content=data, version=if_match)
    return _written(commands.now(), await commands.run(write_publication, command, actor=actor))


@post("/{publication_id:uuid}/publication", needs=EDIT, summary="Publish it, at once or at its hour")
async def publish(publication_id: FromPath[UUID], actor: By, commands: Change) -> Written:
    done = await commands.run(publish_publication, PublishPublication(publication_id), actor=actor)
    return _written(commands.now(), done)


@post("/{publication_id:uuid}/withdrawal", needs=EDIT, summary="Take it off the portal")
async def withdraw(publication_id: FromPath[UUID], actor: By, commands: Change) -> Written:
    done = await commands.run(withdraw_publication, WithdrawPublication(publication_id), actor=actor)
    return _written(commands.now(), done)


@delete("/{publication_id:uuid}", needs=EDIT, summary="Throw it away")
async def remove(publication_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(remove_publication, RemovePublication(publication_id), actor=actor)


@put(
    "/{publication_id:uuid}/picture",
    needs=EDIT,
    request_max_body_size=LARGEST + 1_000_000,
    summary="Its picture: the file itself as body (JPEG, PNG, WebP)",
)
async def illustrate(publication_id: FromPath[UUID], request: Request, actor: By, commands: Change) -> Written:
    picture = await asyncio.to_thread(picture_of, await request.body())
    command = IllustratePublication(publication_id=publication_id, picture=picture)
    return _written(commands.now(), await commands.run(illustrate_publication, command, actor=actor))


@delete("/{publication_id:uuid}/picture", needs=EDIT, summary="No picture any more")
async def unillustrate(publication_id: FromPath[UUID], actor: By, commands: Change) -> None:
    command = IllustratePublication(publication_id=publication_id, picture=None)
    await commands.run(illustrate_publication, command, actor=actor)


@post("/hours-exceptions", needs=EDIT, summary="Closed, or other hours, from one day to another")
async def add_hours(data: JSONBody[AddHoursException], actor: By, commands: Change, once: Again) -> Made:
    def show(made: HoursException) -> Made:
        return Made(id=made.id)

    return await commands.run(add_hours_exception, data, actor=actor, show=show, once=once)


@delete("/hours-exceptions/{exception_id:uuid}", needs=EDIT, summary="The usual hours hold again")
async def remove_hours(exception_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(remove_hours_exception, RemoveHoursException(exception_id), actor=actor)


router = Router(
    "/editor/publications",
    route_handlers=[
        index,
        show,
        create,
        write,
        publish,
        withdraw,
        remove,
        illustrate,
        unillustrate,
        add_hours,
        remove_hours,
    ],
    tags=["Rédaction"],
)

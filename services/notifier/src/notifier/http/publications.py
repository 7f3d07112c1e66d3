"""News and practical information, for who reads them."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.access import Needs
from chassis.clock import PARIS
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from notifier.commands.publishing.mark_publications_read import MarkPublicationsRead, mark_publications_read
from notifier.domain.publishing.publication import Kind
from notifier.queries.publishing.edited_publications import HoursLine, hours_exceptions_from
from notifier.queries.publishing.shown_publications import (
    ListShown,
    ShowOne,
    list_categories,
    list_occasions,
    list_shown,
    picture_shown,
    show_one,
)
from notifier.queries.publishing.views import PublicationCard, PublicationView
from notifier.storage.work import NotifierWork

Change = NamedDependency[Commands[NotifierWork]]


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """`categories` are all those under which this reader finds something."""

    publications: Page[PublicationCard]
    categories: list[str]


@get("/", needs=Needs.ANYONE, summary="News (`news`) or practical information (`information`), newest first")
async def index(
    actor: By,
    queries: Ask,
    commands: Change,
    kind: FromQuery[Kind] = Kind.NEWS,
    category: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 20,
) -> Listing:
    question = ListShown(at=commands.now(), kind=kind, category=category, cursor=cursor, limit=limit)
    shown = await queries.ask(list_shown, question, actor=actor)
    return Listing(publications=shown, categories=await queries.ask(list_categories, question, actor=actor))


@get("/occasions", needs=Needs.ANYONE, summary="What takes place from now on, the next first")
async def occasions(actor: By, queries: Ask, commands: Change) -> list[PublicationCard]:
    return await queries.ask(list_occasions, commands.now(), actor=actor)


@get("/pages/{kind:str}/{slug:str}", needs=Needs.ANYONE, summary="One, with its text as safe HTML")
async def show(kind: FromPath[Kind], slug: FromPath[str], actor: By, queries: Ask, commands: Change) -> PublicationView:
    return await queries.ask(show_one, ShowOne(at=commands.now(), kind=kind, slug=slug), actor=actor)


@get("/pictures/{picture_id:uuid}", needs=Needs.ANYONE, summary="The picture of a publication that one may see")
async def picture(picture_id: FromPath[UUID], actor: By, queries: Ask, commands: Change) -> Response[bytes]:
    found = await queries.ask(picture_shown, (picture_id, commands.now()), actor=actor)
    # The id changes with the picture. Only what everybody may see is kept by caches on the way.
    kept = "private" if actor.is_signed_in else "public"
    return Response(found.content, media_type=found.media_type, headers={"cache-control": f"{kept}, max-age=86400"})


@post("/{publication_id:uuid}/reading", needs=Needs.CITIZEN, status_code=204, summary="It is no longer new for me")
async def mark_read(publication_id: FromPath[UUID], actor: By, commands: Change) -> None:
    command = MarkPublicationsRead(publication_id=publication_id)
    await commands.run(mark_publications_read, command, actor=actor)


@post("/readings", needs=Needs.CITIZEN, status_code=204, summary="Nothing is new for me any more")
async def mark_all_read(actor: By, commands: Change) -> None:
    await commands.run(mark_publications_read, MarkPublicationsRead(), actor=actor)


@get("/hours-exceptions", needs=Needs.ANYONE, summary="Days with other hours than the usual ones, from today on")
async def hours(actor: By, queries: Ask, commands: Change) -> list[HoursLine]:
    return await queries.ask(hours_exceptions_from, today(commands.now()), actor=actor)


def today(now: datetime) -> date:
    return now.astimezone(PARIS).date()


router = Router(
    "/publications",
    route_handlers=[hours, occasions, picture, index, show, mark_read, mark_all_read],
    tags=["Publications"],
)

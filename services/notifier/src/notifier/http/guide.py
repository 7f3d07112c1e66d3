"""The guide, for who reads it and for who makes it the town's own."""

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Again, Ask, By, IfMatch
from notifier.commands.publishing.hide_guide_page import HideGuidePage, hide_guide_page
from notifier.commands.publishing.restore_guide_page import RestoreGuidePage, restore_guide_page
from notifier.commands.publishing.write_guide_page import WriteGuidePage, write_guide_page
from notifier.domain.publishing.guide_page import GuidePage, GuideWords
from notifier.queries.publishing.guide import (
    GuidePageView,
    GuideThemeView,
    Quote,
    list_guide,
    look_up_guide,
    read_guide_page,
)
from notifier.storage.work import NotifierWork

EDIT = "notifier.publications.edit"
Change = NamedDependency[Commands[NotifierWork]]


class Hiding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    hidden: bool


class GuidePageKept(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    hidden: bool
    version: int

    @classmethod
    def of(cls, page: GuidePage) -> "GuidePageKept":
        return cls(id=page.id, hidden=page.hidden, version=page.version)


@get("/", needs=Needs.ANYONE, summary="The guide's pages by theme")
async def index(actor: By, queries: Ask) -> list[GuideThemeView]:
    return await queries.ask(list_guide, None, actor=actor)


@get("/passages", needs=Needs.ANYONE, summary="What the guide says of a question, word for word")
async def passages(actor: By, queries: Ask, q: FromQuery[str] = "") -> list[Quote]:
    return await queries.ask(look_up_guide, q, actor=actor)


@get("/pages/{slug:str}", needs=Needs.ANYONE, summary="A page of the guide")
async def show(slug: FromPath[str], actor: By, queries: Ask) -> GuidePageView:
    return await queries.ask(read_guide_page, slug, actor=actor)


@put("/{slug:str}", needs=EDIT, summary="Write a page of the guide in the town's words")
async def write(
    slug: FromPath[str], data: JSONBody[GuideWords], actor: By, commands: Change, version: IfMatch, once: Again
) -> GuidePageKept:
    command = WriteGuidePage(slug=slug, words=data, version=version)
    return await commands.run(write_guide_page, command, actor=actor, show=GuidePageKept.of, once=once)


@post("/{slug:str}/hiding", needs=EDIT, summary="Take a page of the guide off the portal, or put it back")
async def hide(slug: FromPath[str], data: JSONBody[Hiding], actor: By, commands: Change, once: Again) -> GuidePageKept:
    command = HideGuidePage(slug=slug, hidden=data.hidden)
    return await commands.run(hide_guide_page, command, actor=actor, show=GuidePageKept.of, once=once)


@delete("/{slug:str}", needs=EDIT, summary="Go back to the template's words")
async def restore(slug: FromPath[str], actor: By, commands: Change) -> None:
    await commands.run(restore_guide_page, RestoreGuidePage(slug=slug), actor=actor)


router = Router("/guide", route_handlers=[index, passages, show])
editor = Router("/editor/guide", route_handlers=[write, hide, restore])

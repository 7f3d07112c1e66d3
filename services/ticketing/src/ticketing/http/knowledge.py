"""The knowledge base, for readers; and the file of a release, for those who have the product."""

from collections.abc import AsyncIterator
from typing import Any, Literal
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from chassis.access import Needs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.database import Database
from chassis.http import Ask, By
from chassis.pagination import Page
from ticketing.commands.knowledge.vote_on_article import VoteOnArticle, vote_on_article
from ticketing.http import assistants
from ticketing.queries import knowledge
from ticketing.queries.knowledge import ArticleLine, ArticleView, Shelves
from ticketing.queries.release import FindRelease, Release, find_release
from ticketing.storage.knowledge import pieces_of
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]


class Vote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    helped: bool
    instead_of_asking: bool = False


@get("/", needs=Needs.ANYONE)
async def shelves(actor: By, queries: Ask, commands: Doing) -> Shelves:
    """Ranges, and the rubrics that are shown today."""
    return await queries.ask(knowledge.list_shelves, knowledge.ListShelves(commands.now(), actor.locale), actor=actor)


@get("/articles", needs=Needs.ANYONE, operation_id="search_articles", assistants=assistants.ARTICLES)
async def articles(
    actor: By,
    queries: Ask,
    commands: Doing,
    gamme: FromQuery[str] = "",
    rubric: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    order: FromQuery[Literal["date", "application"]] = "date",
    q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[ArticleLine]:
    """`gamme` and `rubric` are slugs."""
    question = knowledge.ListArticles(
        now=commands.now(), range=gamme, rubric=rubric, kind=kind, order=order, search=q, cursor=cursor, limit=limit
    )
    return await queries.ask(knowledge.list_articles, question, actor=actor)


@get("/suggestions", needs=Needs.ANYONE)
async def suggestions(actor: By, queries: Ask, commands: Doing, q: FromQuery[str] = "") -> list[ArticleLine]:
    return await queries.ask(knowledge.suggest, knowledge.Suggest(q, commands.now()), actor=actor)


@get("/articles/{slug:str}", needs=Needs.ANYONE)
async def article(slug: FromPath[str], actor: By, queries: Ask, commands: Doing) -> ArticleView:
    question = knowledge.ShowArticle(slug, commands.now(), actor.locale)
    return await queries.ask(knowledge.show_article, question, actor=actor)


@post("/articles/{article_id:uuid}/votes", needs=Needs.ANYONE, status_code=204)
async def vote(article_id: FromPath[UUID], data: JSONBody[Vote], actor: By, commands: Doing) -> None:
    command = VoteOnArticle(article_id, data.helped, data.instead_of_asking)
    await commands.run(vote_on_article, command, actor=actor)


@get("/articles/{slug:str}/file", needs=Needs.MEMBER)
async def download(
    slug: FromPath[str], actor: By, queries: Ask, commands: Doing, database: NamedDependency[Database]
) -> Stream:
    """403 to members of an organisation that does not have the product."""
    found = await queries.ask(find_release, FindRelease(slug, commands.now()), actor=actor)
    headers: dict[str, Any] = {
        "content-length": str(found.size),
        "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "x-content-type-options": "nosniff",
        "digest": f"sha-256={found.sha256}",
    }
    return Stream(_content(found, actor, database), media_type="application/octet-stream", headers=headers)


async def _content(found: Release, actor: Actor, database: Database) -> AsyncIterator[bytes]:
    async with database.transaction(actor, read_only=True) as connection:
        async for piece in pieces_of(connection, found.id):
            yield piece


router = Router("/knowledge", route_handlers=[shelves, articles, suggestions, article, vote, download])

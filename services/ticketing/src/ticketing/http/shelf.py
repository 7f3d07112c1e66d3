"""The knowledge base, for its authors; the console runs the same commands."""

from typing import Any
from urllib.parse import unquote
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.commands import Commands
from chassis.http import Ask, By, IfMatch
from ticketing.commands.knowledge.keep_article import KeepArticle, keep_article
from ticketing.commands.knowledge.publish_article import PublishArticle, publish_article
from ticketing.commands.knowledge.receive_release import LARGEST, ReceivedFile, ReceiveRelease, receive_release
from ticketing.commands.knowledge.withdraw_article import WithdrawArticle, withdraw_article
from ticketing.domain.knowledge import Article, ArticleKind, Audience
from ticketing.domain.policies import EDIT_ARTICLES
from ticketing.queries.shelf import DraftLine, DraftView, ListDrafts, ShowDraft, list_drafts, show_draft
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]


class ArticleToKeep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: ArticleKind
    title: str
    body: str
    slug: str = ""
    rubric_id: UUID | None = None
    product_id: UUID | None = None
    summary: str = ""
    theme: str = ""
    application: str = ""
    prerequisites: str = ""
    release_number: str = ""
    audience: Audience = Audience.EVERYBODY


class ArticleState(msgspec.Struct, frozen=True):
    id: UUID
    slug: str
    status: str
    number: int
    version: int

    @classmethod
    def of(cls, article: Article) -> "ArticleState":
        return cls(article.id, article.slug, str(article.status), article.number, article.version)


class FileState(msgspec.Struct, frozen=True):
    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, received: ReceivedFile) -> "FileState":
        return cls(received.name, received.size, received.sha256)


@get("/", needs=EDIT_ARTICLES)
async def index(actor: By, queries: Ask) -> list[DraftLine]:
    return await queries.ask(list_drafts, ListDrafts(), actor=actor)


@get("/{article_id:uuid}", needs=EDIT_ARTICLES)
async def show(article_id: FromPath[UUID], actor: By, queries: Ask) -> DraftView:
    return await queries.ask(show_draft, ShowDraft(article_id), actor=actor)


@put("/{article_id:uuid}", needs=EDIT_ARTICLES)
async def keep(
    article_id: FromPath[UUID], data: JSONBody[ArticleToKeep], actor: By, commands: Doing, if_match: IfMatch
) -> ArticleState:
    """A draft, or a change whose words readers see with the next publication."""
    command = KeepArticle(article_id=article_id, seen=if_match, **msgspec.structs.asdict(data))
    return await commands.run(keep_article, command, actor=actor, show=ArticleState.of)


@post("/{article_id:uuid}/publication", needs=EDIT_ARTICLES)
async def publish(article_id: FromPath[UUID], actor: By, commands: Doing) -> ArticleState:
    return await commands.run(publish_article, PublishArticle(article_id), actor=actor, show=ArticleState.of)


@post("/{article_id:uuid}/withdrawal", needs=EDIT_ARTICLES)
async def withdraw(article_id: FromPath[UUID], actor: By, commands: Doing) -> ArticleState:
    return await commands.run(withdraw_article, WithdrawArticle(article_id), actor=actor, show=ArticleState.of)


@put("/{article_id:uuid}/file", needs=EDIT_ARTICLES, request_max_body_size=LARGEST + 1024)
async def upload(article_id: FromPath[UUID], request: Request[Any, Any, Any], actor: By, commands: Doing) -> FileState:
    """The body is the file; its name comes in the header `Upload-Name` (percent-encoded)."""
    name = unquote(request.headers.get("upload-name", ""))
    kind = request.headers.get("content-type", "application/octet-stream")
    command = ReceiveRelease(article_id, name, kind, request.stream())
    return await commands.run(receive_release, command, actor=actor, show=FileState.of)


router = Router("/desk/articles", route_handlers=[index, show, keep, publish, withdraw, upload])

"""The knowledge base, written: articles with a preview before they are published, their versions, the file of a release."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.ids import new_id
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid, Stale
from ticketing.commands.knowledge.keep_article import KeepArticle, keep_article
from ticketing.commands.knowledge.publish_article import PublishArticle, publish_article
from ticketing.commands.knowledge.receive_release import LARGEST, ReceiveRelease, receive_release
from ticketing.commands.knowledge.withdraw_article import WithdrawArticle, withdraw_article
from ticketing.console.acts import N_
from ticketing.console.fields import fields_of, id_or_none, number_in
from ticketing.domain.knowledge import ArticleKind, Audience
from ticketing.domain.policies import EDIT_ARTICLES
from ticketing.domain.refusals import ArticleNotFound
from ticketing.queries.prose import as_html
from ticketing.queries.shelf import DraftView, ListChoices, ListDrafts, ShowDraft, list_choices, list_drafts, show_draft
from ticketing.storage.unit_of_work import TicketingWork

AnyRequest = Request[Any, Any, Any]
Doing = NamedDependency[Commands[TicketingWork]]
Console = NamedDependency[ConsolePages]
HOME = "/ticketing/articles"


@get("/articles", needs=EDIT_ARTICLES)
async def index(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    drafts = await queries.ask(list_drafts, ListDrafts(), actor=actor)
    return console.render(request, actor, "ticketing/articles.html", drafts=drafts)


@get("/articles/nouveau", needs=EDIT_ARTICLES)
async def new(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    form = FormState({"kind": "document", "audience": "everybody"})
    return await _page(request, actor, queries, console, new_id(), None, form)


@get("/articles/{article_id:uuid}", needs=EDIT_ARTICLES)
async def show(
    article_id: FromPath[UUID], request: AnyRequest, actor: By, queries: Ask, console: Console
) -> Response[str]:
    draft = await queries.ask(show_draft, ShowDraft(article_id), actor=actor)
    return await _page(request, actor, queries, console, article_id, draft, FormState(_fields(draft)))


@post("/articles/{article_id:uuid}", needs=EDIT_ARTICLES)
async def keep(
    article_id: FromPath[UUID], request: AnyRequest, actor: By, queries: Ask, commands: Doing, console: Console
) -> Response[Any]:
    """Keep, keep and publish, or only look at how it will be read."""
    fields = await fields_of(request)
    if fields.get("act") == "preview":
        draft = await _draft(article_id, actor, queries)
        form = FormState(fields)
        return await _page(
            request, actor, queries, console, article_id, draft, form, preview=as_html(fields.get("body", ""))
        )
    try:
        await commands.run(keep_article, _command(article_id, fields), actor=actor)
        if fields.get("act") == "publish":
            await commands.run(publish_article, PublishArticle(article_id), actor=actor)
    except Invalid as invalid:
        errors = {fault.pointer.strip("/"): fault.message for fault in invalid.faults}
    except Stale as stale:
        errors = {"": stale.title}
    except Conflict as conflict:
        # It is kept: what is missing for its publication is said on its page.
        return console.redirect(
            f"{HOME}/{article_id}", flash=said_by(console, request, actor, conflict.title), kind="warning"
        )
    else:
        published = fields.get("act") == "publish"
        said = (
            N_("La page est publiée.")
            if published
            else N_("La page est enregistrée. Elle n’est pas encore publiée ainsi.")
        )
        return console.redirect(f"{HOME}/{article_id}", flash=said_by(console, request, actor, said))
    draft = await _draft(article_id, actor, queries)
    return await _page(request, actor, queries, console, article_id, draft, FormState(fields, errors), status=422)


@post("/articles/{article_id:uuid}/withdrawal", needs=EDIT_ARTICLES)
async def withdraw(
    article_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, console: Console
) -> Response[Any]:
    await commands.run(withdraw_article, WithdrawArticle(article_id), actor=actor)
    said = said_by(console, request, actor, N_("La page est retirée. Personne ne la lit plus."))
    return console.redirect(f"{HOME}/{article_id}", flash=said)


@post("/articles/{article_id:uuid}/file", needs=EDIT_ARTICLES, request_max_body_size=LARGEST + 100_000)
async def upload(article_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing) -> dict[str, str]:
    """Sent by itself as it is chosen; the script names the file in the form's field."""
    form = await request.form()
    sent = form.get("file")
    if not isinstance(sent, UploadFile):
        raise ArticleNotFound

    async def content() -> AsyncIterator[bytes]:
        while piece := await sent.read(512 * 1024):
            yield piece

    kind = sent.content_type or "application/octet-stream"
    command = ReceiveRelease(article_id, unquote(sent.filename), kind, content())
    received = await commands.run(receive_release, command, actor=actor)
    return {"name": received.name, "value": received.sha256}


async def _page(
    request: AnyRequest,
    actor: By,
    queries: Queries,
    console: ConsolePages,
    article_id: UUID,
    draft: DraftView | None,
    form: FormState,
    *,
    preview: str = "",
    status: int = 200,
) -> Response[str]:
    locale = console.context(request, actor).locale
    choices = await queries.ask(list_choices, ListChoices(locale), actor=actor)
    told = {"id": article_id, "draft": draft, "form": form, "choices": choices, "preview": preview}
    return console.render(request, actor, "ticketing/article.html", status, **told)


async def _draft(article_id: UUID, actor: By, queries: Queries) -> DraftView | None:
    try:
        return await queries.ask(show_draft, ShowDraft(article_id), actor=actor)
    except ArticleNotFound:
        return None


def _command(article_id: UUID, fields: dict[str, str]) -> KeepArticle:
    kind, audience = fields.get("kind"), fields.get("audience")
    words = ("title", "body", "slug", "summary", "theme", "application", "prerequisites", "release_number")
    return KeepArticle(
        article_id=article_id,
        kind=ArticleKind(kind) if kind in set(ArticleKind) else ArticleKind.DOCUMENT,
        audience=Audience(audience) if audience in set(Audience) else Audience.EVERYBODY,
        rubric_id=id_or_none(fields, "rubric"),
        product_id=id_or_none(fields, "product"),
        seen=number_in(fields, "seen"),
        **{name: fields.get(name, "") for name in words},
    )


def _fields(draft: DraftView) -> dict[str, str]:
    names = (
        "kind",
        "title",
        "body",
        "slug",
        "summary",
        "theme",
        "application",
        "prerequisites",
        "release_number",
        "audience",
    )
    said = {name: str(getattr(draft, name)) for name in names}
    return {**said, "rubric": str(draft.rubric_id or ""), "product": str(draft.product_id or "")}


def said_by(console: ConsolePages, request: AnyRequest, actor: By, text: str) -> str:
    return console.pages.messages(console.context(request, actor).locale).gettext(text)


PAGES = (index, new, show, keep, withdraw, upload)

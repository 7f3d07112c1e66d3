"""The guide's pages on the editor's desk: the template's words, or the town's own."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Invalid, Stale
from notifier.articles.markdown import html_of
from notifier.commands.publishing.hide_guide_page import HideGuidePage, hide_guide_page
from notifier.commands.publishing.restore_guide_page import RestoreGuidePage, restore_guide_page
from notifier.commands.publishing.write_guide_page import WriteGuidePage, write_guide_page
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import errors_of, sent, words
from notifier.console.labels import N_
from notifier.domain.publishing.guide_page import GuideWords, must_be_whole
from notifier.guide.template import template
from notifier.queries.publishing.guide import EditedPage, edited_guide, edited_page

EDIT = "notifier.publications.edit"
HOME = "/notifier/guide"


@get("/guide", needs=EDIT)
async def index(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    pages = await queries.ask(edited_guide, None, actor=actor)
    themes = [(theme, [page for page in pages if page.theme == theme.slug]) for theme in template().themes]
    counts = {
        "all": len(pages),
        "own": sum(page.is_own for page in pages),
        "hidden": sum(page.is_hidden for page in pages),
        "outdated": sum(page.is_outdated for page in pages),
    }
    return console.render(request, actor, "guide/list.html", themes=themes, counts=counts)


@get("/guide/{slug:str}", needs=EDIT)
async def edit(request: AnyRequest, actor: By, queries: Ask, console: Console, slug: FromPath[str]) -> Response[str]:
    page = await queries.ask(edited_page, slug, actor=actor)
    form = FormState({"title": page.title, "summary": page.summary, "body": page.body})
    return _page(request, actor, console, page, form)


@post("/guide/{slug:str}", needs=EDIT, status_code=200)
async def save(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, slug: FromPath[str]
) -> Response[Any]:
    """Kept, or only shown first."""
    fields, said = (await sent(request)).fields, words(console, request, actor)
    written = GuideWords(title=fields.get("title", ""), summary=fields.get("summary", ""), body=fields.get("body", ""))
    version = fields.get("version", "")
    try:
        if fields.get("then") == "preview":
            return await _preview(request, actor, queries, console, slug, fields, must_be_whole(written))
        command = WriteGuidePage(slug=slug, words=written, version=int(version) if version.isdigit() else None)
        await commands.run(write_guide_page, command, actor=actor)
    except (Invalid, Stale) as refusal:
        errors = errors_of(refusal, said) if isinstance(refusal, Invalid) else {"": said(refusal.title)}
        page = await queries.ask(edited_page, slug, actor=actor)
        return _page(request, actor, console, page, FormState(fields, errors), status=422)
    return console.redirect(f"{HOME}/{slug}", flash=said(N_("La page dit désormais vos mots.")))


@post("/guide/{slug:str}/masquage", needs=EDIT, status_code=200)
async def hide(
    request: AnyRequest, actor: By, commands: Change, console: Console, slug: FromPath[str]
) -> Response[Any]:
    hidden = (await sent(request)).fields.get("hidden") == "1"
    await commands.run(hide_guide_page, HideGuidePage(slug=slug, hidden=hidden), actor=actor)
    told = N_("La page n’est plus sur le portail.") if hidden else N_("La page est de nouveau sur le portail.")
    return console.redirect(f"{HOME}/{slug}", flash=words(console, request, actor)(told))


@post("/guide/{slug:str}/retrait", needs=EDIT, status_code=200)
async def restore(
    request: AnyRequest, actor: By, commands: Change, console: Console, slug: FromPath[str]
) -> Response[Any]:
    await commands.run(restore_guide_page, RestoreGuidePage(slug=slug), actor=actor)
    told = N_("La page reprend les mots du modèle, et le suivra quand il change.")
    return console.redirect(f"{HOME}/{slug}", flash=words(console, request, actor)(told))


async def _preview(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    console: ConsolePages,
    slug: str,
    fields: dict[str, str],
    tidy: GuideWords,
) -> Response[str]:
    page = await queries.ask(edited_page, slug, actor=actor)
    return _page(request, actor, console, page, FormState(fields), preview=html_of(tidy.body))


def _page(
    request: AnyRequest,
    actor: Actor,
    console: ConsolePages,
    page: EditedPage,
    form: FormState,
    *,
    preview: str = "",
    status: int = 200,
) -> Response[str]:
    theirs = msgspec.structs.asdict(page.template)
    return console.render(
        request, actor, "guide/edit.html", status, form=form, guide=page, theirs=theirs, preview=preview
    )


ROUTES = [index, edit, save, hide, restore]

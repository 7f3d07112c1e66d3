"""What one may subscribe to: ranges, and the themes in them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid
from notifier.commands.letters.arrange_themes import AddTheme, RemoveTheme, add_theme, remove_theme
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import errors_of, sent, words
from notifier.console.labels import N_
from notifier.queries.letters.subscriptions import theme_tree

EDIT = "notifier.publications.edit"
HOME = "/notifier/lettres"


@get("/lettres/themes", needs=EDIT)
async def themes(request: AnyRequest, actor: By, queries: Ask, console: Console) -> Response[str]:
    return await _themes(request, actor, queries, console, FormState())


@post("/lettres/themes", needs=EDIT, status_code=200)
async def new_theme(request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console) -> Response[Any]:
    fields, said = (await sent(request)).fields, words(console, request, actor)
    parent = fields.get("parent", "")
    try:
        command = AddTheme(label=fields.get("label", ""), parent_id=UUID(parent) if parent else None)
        await commands.run(add_theme, command, actor=actor)
    except Invalid as refusal:
        form = FormState(fields, errors_of(refusal, said))
        return await _themes(request, actor, queries, console, form, status=422)
    return console.redirect(f"{HOME}/themes", flash=said(N_("Le thème est ajouté.")))


@post("/lettres/themes/{theme_id:uuid}/suppression", needs=EDIT, status_code=200)
async def drop_theme(
    request: AnyRequest, actor: By, commands: Change, console: Console, theme_id: FromPath[UUID]
) -> Response[Any]:
    said = words(console, request, actor)
    try:
        await commands.run(remove_theme, RemoveTheme(theme_id), actor=actor)
    except Conflict as refusal:
        return console.redirect(f"{HOME}/themes", flash=said(refusal.title), kind="error")
    return console.redirect(f"{HOME}/themes", flash=said(N_("Le thème est supprimé.")))


async def _themes(
    request: AnyRequest, actor: Actor, queries: Queries, console: ConsolePages, form: FormState, *, status: int = 200
) -> Response[str]:
    tree = await queries.ask(theme_tree, True, actor=actor)
    return console.render(request, actor, "letters/themes.html", status, tree=tree, form=form)


ROUTES = [themes, new_theme, drop_theme]

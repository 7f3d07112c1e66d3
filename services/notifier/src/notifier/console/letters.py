"""The letter's desk: from draft to statistics."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.clock import PARIS
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid, Stale
from notifier.articles.markdown import html_of
from notifier.commands.letters.edit_issue import RemoveIssue, WriteIssue, remove_issue, write_issue
from notifier.commands.letters.send_issue import (
    OfIssue,
    ScheduleIssue,
    cancel_issue,
    pause_issue,
    resume_issue,
    schedule_issue,
    test_issue,
    unschedule_issue,
)
from notifier.console import labels
from notifier.console.announcing import letter_about, offered
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import errors_of, read_moment, sent, words
from notifier.console.labels import N_
from notifier.console.letter_form import SPARE, typed, words_of
from notifier.delivery.facts import Facts
from notifier.domain.letters.issue import Status, Words
from notifier.domain.publishing.publication import Stage
from notifier.queries.letters.issues import IssueView, ListIssues, count_audience, list_issues, show_issue
from notifier.queries.letters.subscriptions import subscriber_figures, theme_tree
from notifier.queries.publishing.edited_publications import ListEdited, list_edited
from notifier.storage.work import NotifierWork

EDIT = "notifier.publications.edit"
HOME = "/notifier/lettres"
Told = NamedDependency[Facts]
# What a button of the page asks, by the last word of its address.
ACTS: Mapping[str, tuple[Callable[..., Any], str]] = {
    "pause": (pause_issue, labels.N_("La lettre est en pause : plus personne ne la reçoit pour l’instant.")),
    "reprise": (resume_issue, labels.N_("L’envoi reprend.")),
    "annulation": (cancel_issue, labels.N_("L’envoi est annulé. Ceux qui l’ont reçue la gardent.")),
    "retour": (unschedule_issue, labels.N_("La lettre est redevenue un brouillon.")),
    "essai": (test_issue, labels.N_("Un essai part vers votre propre adresse.")),
}


@get("/lettres", needs=EDIT)
async def index(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: Console,
    facts: Told,
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    found = await queries.ask(list_issues, ListIssues(cursor=apres), actor=actor)
    offer = await offered(actor, queries, facts)
    return console.render(
        request,
        actor,
        "letters/list.html",
        labels=labels,
        issues=found.items,
        announced=offer.pages,
        figures=await queries.ask(subscriber_figures, None, actor=actor),
        following=f"{HOME}?{urlencode({'apres': found.next})}" if found.next else None,
    )


@get("/lettres/nouvelle", needs=EDIT)
async def new(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    facts: Told,
    annonces: FromQuery[list[UUID] | None] = None,
) -> Response[str]:
    """`annonces`: pages of the knowledge base that it begins with."""
    begun = Words(subject="")
    if annonces:
        begun = letter_about(annonces, await offered(actor, queries, facts), words(console, request, actor))
    return await _form(request, actor, queries, commands, console, FormState(typed(begun)), blocks=len(begun.blocks))


@post("/lettres/nouvelle", needs=EDIT, status_code=200)
async def create(request: AnyRequest, actor: By, commands: Change, console: Console) -> Response[Any]:
    fields = await request.form()
    made = await commands.run(write_issue, WriteIssue(words=words_of(fields)), actor=actor)
    return console.redirect(_next(made.id, str(fields.get("then", ""))), flash=_saved(console, request, actor))


@get("/lettres/{issue_id:uuid}", needs=EDIT)
async def show(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, issue_id: FromPath[UUID]
) -> Response[str]:
    view = await queries.ask(show_issue, issue_id, actor=actor)
    if view.status == Status.DRAFT:
        return await _form(request, actor, queries, commands, console, FormState(typed(view.words)), view=view)
    return console.render(
        request,
        actor,
        "letters/show.html",
        labels=labels,
        issue=view,
        blocks=_shown(view.words),
        now=commands.now(),
        hours=[f"{at.astimezone(PARIS):%d/%m %H h}" for at, _ in view.by_hour],
        counts=[count for _, count in view.by_hour],
    )


@post("/lettres/{issue_id:uuid}", needs=EDIT, status_code=200)
async def save(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, issue_id: FromPath[UUID]
) -> Response[Any]:
    fields, said = await request.form(), words(console, request, actor)
    version = str(fields.get("version", ""))
    command = WriteIssue(issue_id=issue_id, words=words_of(fields), version=int(version) if version.isdigit() else None)
    try:
        await commands.run(write_issue, command, actor=actor)
    except Stale as refusal:
        view = await queries.ask(show_issue, issue_id, actor=actor)
        form = FormState(typed(command.words), {"": said(refusal.title)})
        typed_in = len(command.words.blocks)
        return await _form(request, actor, queries, commands, console, form, view=view, blocks=typed_in, status=422)
    except Conflict as refusal:
        return console.redirect(f"{HOME}/{issue_id}", flash=said(refusal.title), kind="error")
    return console.redirect(_next(issue_id, str(fields.get("then", ""))), flash=_saved(console, request, actor))


@get("/lettres/{issue_id:uuid}/envoi", needs=EDIT)
async def sending(
    request: AnyRequest, actor: By, queries: Ask, console: Console, issue_id: FromPath[UUID]
) -> Response[str]:
    view = await queries.ask(show_issue, issue_id, actor=actor)
    return await _sending(request, actor, queries, console, view, FormState({"when": "now"}))


@post("/lettres/{issue_id:uuid}/envoi", needs=EDIT, status_code=200)
async def send(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, issue_id: FromPath[UUID]
) -> Response[Any]:
    fields, said = (await sent(request)).fields, words(console, request, actor)
    errors: dict[str, str] = {}
    later = fields.get("when") == "later"
    moment = read_moment(fields, "moment", errors, said) if later else None
    if later and moment is None and not errors:
        errors["moment"] = said(N_("Indiquez le jour de l’envoi."))
    try:
        if errors:
            raise Invalid
        await commands.run(schedule_issue, ScheduleIssue(issue_id=issue_id, moment=moment), actor=actor)
    except Invalid as refusal:
        view = await queries.ask(show_issue, issue_id, actor=actor)
        told = errors or {"": " ".join(errors_of(refusal, said).values())}
        return await _sending(request, actor, queries, console, view, FormState(fields, told), status=422)
    except Conflict as refusal:
        return console.redirect(f"{HOME}/{issue_id}", flash=said(refusal.title), kind="error")
    return console.redirect(
        f"{HOME}/{issue_id}", flash=said(N_("La lettre est programmée.") if later else N_("L’envoi commence."))
    )


@post("/lettres/{issue_id:uuid}/actes/{act:str}", needs=EDIT, status_code=200)
async def act(
    request: AnyRequest, actor: By, commands: Change, console: Console, issue_id: FromPath[UUID], act: FromPath[str]
) -> Response[Any]:
    said = words(console, request, actor)
    handler, told = ACTS.get(act, (None, ""))
    if handler is None:
        return console.redirect(f"{HOME}/{issue_id}")
    try:
        await commands.run(handler, OfIssue(issue_id), actor=actor)
    except (Conflict, Invalid) as refusal:
        why = errors_of(refusal, said) if isinstance(refusal, Invalid) else {"": said(refusal.title)}
        return console.redirect(f"{HOME}/{issue_id}", flash=" ".join(why.values()), kind="error")
    return console.redirect(f"{HOME}/{issue_id}", flash=said(told))


@post("/lettres/{issue_id:uuid}/suppression", needs=EDIT, status_code=200)
async def remove(
    request: AnyRequest, actor: By, commands: Change, console: Console, issue_id: FromPath[UUID]
) -> Response[Any]:
    said = words(console, request, actor)
    try:
        await commands.run(remove_issue, RemoveIssue(issue_id), actor=actor)
    except Conflict as refusal:
        return console.redirect(f"{HOME}/{issue_id}", flash=said(refusal.title), kind="error")
    return console.redirect(HOME, flash=said(N_("Le brouillon est supprimé.")))


async def _form(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    commands: Commands[NotifierWork],
    console: ConsolePages,
    form: FormState,
    *,
    view: IssueView | None = None,
    blocks: int = 0,
    status: int = 200,
) -> Response[str]:
    shown = await queries.ask(list_edited, ListEdited(at=commands.now(), stage=Stage.SHOWN, limit=50), actor=actor)
    # Who was overtaken by another editor may have written more blocks than are kept.
    blocks = max(len(view.words.blocks), blocks) if view else blocks
    tree = await queries.ask(theme_tree, True, actor=actor)
    return console.render(
        request,
        actor,
        "letters/edit.html",
        status,
        labels=labels,
        form=form,
        issue=view,
        rows=range(blocks + SPARE),
        publications=[(str(one.id), one.title) for one in shown.items],
        tree=tree,
        theme_choices={
            range.id: [(str(one.id), f"{one.label} ({one.subscribers})") for one in range.themes or [range]]
            for range in tree
        },
        audience=await queries.ask(count_audience, view.words, actor=actor) if view else 0,
    )


async def _sending(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    console: ConsolePages,
    view: IssueView,
    form: FormState,
    *,
    status: int = 200,
) -> Response[str]:
    audience = await queries.ask(count_audience, view.words, actor=actor)
    shown = _shown(view.words)
    return console.render(
        request,
        actor,
        "letters/send.html",
        status,
        issue=view,
        form=form,
        audience=audience,
        blocks=shown,
        labels=labels,
    )


def _shown(written: Words) -> list[dict[str, Any]]:
    return [{**msgspec.structs.asdict(b), "html": html_of(b.text) if b.kind == "text" else ""} for b in written.blocks]


def _next(issue_id: UUID, then: str) -> str:
    return f"{HOME}/{issue_id}/envoi" if then == "send" else f"{HOME}/{issue_id}"


def _saved(console: ConsolePages, request: AnyRequest, actor: Actor) -> str:
    return words(console, request, actor)(N_("La lettre est enregistrée."))


ROUTES = [index, new, create, show, save, sending, send, act, remove]

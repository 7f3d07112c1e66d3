"""The editor's desk: news and practical information, from draft to portal."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Invalid, Stale, Unavailable
from notifier.articles.pictures import LARGEST, picture_of
from notifier.commands.publishing.illustrate_publication import IllustratePublication, illustrate_publication
from notifier.commands.publishing.publish_publication import PublishPublication, publish_publication
from notifier.commands.publishing.write_publication import WritePublication, write_publication
from notifier.console import labels
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import Said, Sent, errors_of, sent, words
from notifier.console.labels import N_
from notifier.console.publication_form import content_of, typed
from notifier.delivery.facts import Facts
from notifier.domain.publishing.publication import Kind, Publication, Stage
from notifier.queries.publishing.edited_publications import ListEdited, known_categories, list_edited, show_edited
from notifier.queries.publishing.shown_publications import picture_shown
from notifier.queries.publishing.views import EditorView
from notifier.storage.work import NotifierWork

EDIT = "notifier.publications.edit"
HOME = "/notifier/publications"
ROOM = LARGEST + 1_000_000


@get("/publications", needs=EDIT)
async def index(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    type: FromQuery[str] = "",
    etat: FromQuery[str] = "",
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    kind = Kind(type) if type in list(Kind) else Kind.NEWS
    stage = Stage(etat) if etat in list(Stage) else None
    found = await queries.ask(
        list_edited, ListEdited(at=commands.now(), kind=kind, stage=stage, cursor=apres), actor=actor
    )
    kept = {"type": kind, "etat": stage or ""}
    said = words(console, request, actor)
    return console.render(
        request,
        actor,
        "publications/list.html",
        labels=labels,
        kind=kind,
        publications=found.items,
        stages=[(str(one), said(word)) for one, (word, _) in labels.STAGES.items()],
        stage=str(stage or ""),
        following=f"{HOME}?{urlencode({**kept, 'apres': found.next})}" if found.next else None,
    )


@get("/publications/nouvelle", needs=EDIT)
async def new(
    request: AnyRequest, actor: By, queries: Ask, console: Console, type: FromQuery[str] = "news"
) -> Response[str]:
    kind = Kind(type) if type in list(Kind) else Kind.NEWS
    form = FormState({"audience": "everyone"})
    return await _form(request, actor, queries, console, form, kind=kind)


@post("/publications/nouvelle", needs=EDIT, status_code=200, request_max_body_size=ROOM)
async def create(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, type: FromQuery[str] = "news"
) -> Response[Any]:
    kind = Kind(type) if type in list(Kind) else Kind.NEWS
    got, said = await sent(request), words(console, request, actor)
    errors: dict[str, str] = {}
    content = content_of(got.fields, errors, said)
    try:
        made = await _written(WritePublication(kind=kind, content=content), errors, commands, actor)
    except Invalid as refusal:
        form = FormState(got.fields, {**errors, **errors_of(refusal, said)})
        return await _form(request, actor, queries, console, form, kind=kind, status=422)
    return await _finished(made.id, got, request, actor, queries, commands, console)


@get("/publications/{publication_id:uuid}", needs=EDIT)
async def edit(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Change,
    console: Console,
    facts: NamedDependency[Facts],
    publication_id: FromPath[UUID],
) -> Response[str]:
    view = await queries.ask(show_edited, (publication_id, commands.now()), actor=actor)
    portal = await _portal(facts, actor)
    form = FormState(typed(view))
    return await _form(request, actor, queries, console, form, kind=Kind(view.kind), view=view, portal=portal)


@post("/publications/{publication_id:uuid}", needs=EDIT, status_code=200, request_max_body_size=ROOM)
async def save(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, publication_id: FromPath[UUID]
) -> Response[Any]:
    got, said = await sent(request), words(console, request, actor)
    errors: dict[str, str] = {}
    version = got.fields.get("version", "")
    command = WritePublication(
        publication_id=publication_id,
        content=content_of(got.fields, errors, said),
        version=int(version) if version.isdigit() else None,
    )
    try:
        _ = await _written(command, errors, commands, actor)
    except (Invalid, Stale) as refusal:
        found = errors_of(refusal, said) if isinstance(refusal, Invalid) else {"": said(refusal.title)}
        return await _again(publication_id, got, {**errors, **found}, request, actor, queries, commands, console)
    return await _finished(publication_id, got, request, actor, queries, commands, console)


@get("/publications/{publication_id:uuid}/apercu", needs=EDIT)
async def preview(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, publication_id: FromPath[UUID]
) -> Response[str]:
    view = await queries.ask(show_edited, (publication_id, commands.now()), actor=actor)
    return console.render(request, actor, "publications/preview.html", labels=labels, article=view)


@get("/publications/images/{picture_id:uuid}", needs=EDIT)
async def picture(actor: By, queries: Ask, commands: Change, picture_id: FromPath[UUID]) -> Response[bytes]:
    found = await queries.ask(picture_shown, (picture_id, commands.now()), actor=actor)
    return Response(found.content, media_type=found.media_type, headers={"cache-control": "private, max-age=3600"})


async def _written(
    command: WritePublication, errors: dict[str, str], commands: Commands[NotifierWork], actor: Actor
) -> Publication:
    """A date that cannot be read is a fault like another: nothing is kept of it."""
    if errors:
        raise Invalid
    return await commands.run(write_publication, command, actor=actor)


async def _finished(
    publication_id: UUID,
    got: Sent,
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    commands: Commands[NotifierWork],
    console: ConsolePages,
) -> Response[Any]:
    """The words are kept; now the picture, and what the button asked."""
    said = words(console, request, actor)
    try:
        if "picture" in got.files:
            made = await asyncio.to_thread(picture_of, await got.files["picture"].read())
            command = IllustratePublication(publication_id=publication_id, picture=made)
            await commands.run(illustrate_publication, command, actor=actor)
        elif got.fields.get("no_picture"):
            command = IllustratePublication(publication_id=publication_id, picture=None)
            await commands.run(illustrate_publication, command, actor=actor)
        if got.fields.get("then") == "publish":
            await commands.run(publish_publication, PublishPublication(publication_id), actor=actor)
    except Invalid as refusal:
        return await _again(publication_id, got, errors_of(refusal, said), request, actor, queries, commands, console)
    if got.fields.get("then") == "publish":
        return console.redirect(f"{HOME}/{publication_id}", flash=said(labels.PUBLISHED))
    if got.fields.get("then") == "preview":
        return console.redirect(f"{HOME}/{publication_id}/apercu")
    return console.redirect(f"{HOME}/{publication_id}", flash=said(N_("La publication est enregistrée.")))


async def _again(
    publication_id: UUID,
    got: Sent,
    errors: dict[str, str],
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    commands: Commands[NotifierWork],
    console: ConsolePages,
) -> Response[str]:
    view = await queries.ask(show_edited, (publication_id, commands.now()), actor=actor)
    form = FormState({**got.fields, "version": str(view.version)}, errors)
    return await _form(request, actor, queries, console, form, kind=Kind(view.kind), view=view, status=422)


async def _form(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    console: ConsolePages,
    form: FormState,
    *,
    kind: Kind,
    view: EditorView | None = None,
    portal: str = "",
    status: int = 200,
) -> Response[str]:
    used = await queries.ask(known_categories, kind, actor=actor)
    said: Said = words(console, request, actor)
    usual = [category for category in map(said, labels.CATEGORIES[kind]) if category not in used]
    return console.render(
        request,
        actor,
        "publications/edit.html",
        status,
        labels=labels,
        form=form,
        kind=kind,
        publication=view,
        categories=[*used, *usual],
        address=f"{portal}/{labels.PATHS[kind]}/{view.slug}" if portal and view else "",
    )


async def _portal(facts: Facts, actor: Actor) -> str:
    """Where the town's portal is; nothing while its owner is silent: the page does without the link."""
    try:
        return (await facts.organisation(actor.tenant)).public_url
    except Unavailable:
        return ""


ROUTES = [index, new, create, picture, edit, save, preview]

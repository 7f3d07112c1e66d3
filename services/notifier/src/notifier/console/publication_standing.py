"""A publication on the portal or not: published, withdrawn, removed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.refusals import Conflict, Invalid
from notifier.commands.publishing.publish_publication import PublishPublication, publish_publication
from notifier.commands.publishing.remove_publication import RemovePublication, remove_publication
from notifier.commands.publishing.withdraw_publication import WithdrawPublication, withdraw_publication
from notifier.console import labels
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import errors_of, words
from notifier.console.labels import N_
from notifier.queries.publishing.edited_publications import show_edited
from notifier.storage.work import NotifierWork

EDIT = "notifier.publications.edit"
HOME = "/notifier/publications"


@post("/publications/{publication_id:uuid}/publication", needs=EDIT, status_code=200)
async def publish(
    request: AnyRequest, actor: By, commands: Change, console: Console, publication_id: FromPath[UUID]
) -> Response[Any]:
    return await _published(publication_id, request, actor, commands, console)


@post("/publications/{publication_id:uuid}/retrait", needs=EDIT, status_code=200)
async def withdraw(
    request: AnyRequest, actor: By, commands: Change, console: Console, publication_id: FromPath[UUID]
) -> Response[Any]:
    said = words(console, request, actor)
    try:
        await commands.run(withdraw_publication, WithdrawPublication(publication_id), actor=actor)
    except Conflict as refusal:
        return console.redirect(f"{HOME}/{publication_id}", flash=said(refusal.title), kind="error")
    told = said(
        N_("Cette publication n’est plus sur le portail. Son texte est gardé : vous pouvez la publier à nouveau.")
    )
    return console.redirect(f"{HOME}/{publication_id}", flash=told)


@get("/publications/{publication_id:uuid}/suppression", needs=EDIT)
async def remove_form(
    request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console, publication_id: FromPath[UUID]
) -> Response[str]:
    view = await queries.ask(show_edited, (publication_id, commands.now()), actor=actor)
    return console.render(request, actor, "publications/remove.html", publication=view)


@post("/publications/{publication_id:uuid}/suppression", needs=EDIT, status_code=200)
async def remove(
    request: AnyRequest, actor: By, commands: Change, console: Console, publication_id: FromPath[UUID]
) -> Response[Any]:
    said = words(console, request, actor)
    try:
        await commands.run(remove_publication, RemovePublication(publication_id), actor=actor)
    except Conflict as refusal:
        return console.redirect(f"{HOME}/{publication_id}", flash=said(refusal.title), kind="error")
    return console.redirect(HOME, flash=said(N_("La publication est supprimée.")))


async def _published(
    publication_id: UUID, request: AnyRequest, actor: Actor, commands: Commands[NotifierWork], console: ConsolePages
) -> Response[Any]:
    said = words(console, request, actor)
    try:
        await commands.run(publish_publication, PublishPublication(publication_id), actor=actor)
    except (Conflict, Invalid) as refusal:
        told = errors_of(refusal, said) if isinstance(refusal, Invalid) else {"": said(refusal.title)}
        return console.redirect(f"{HOME}/{publication_id}", flash=" ".join(told.values()), kind="error")
    return console.redirect(f"{HOME}/{publication_id}", flash=said(labels.PUBLISHED))


ROUTES = [publish, withdraw, remove_form, remove]

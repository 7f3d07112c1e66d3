"""« Was it sent? » for the members of an organisation."""

from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.settings import Settings
from notifier.console import (
    addresses,
    coverage,
    guide,
    hook_acts,
    hooks,
    hours,
    keys,
    labels,
    letters,
    own_templates,
    post,
    publication_standing,
    publications,
    signing,
    texts,
    themes,
    wordings,
)
from notifier.console.doors import AnyRequest, Console, pressed
from notifier.domain.notification import Status
from notifier.queries.list_notifications import ListNotifications, list_notifications
from notifier.queries.posting.post import letters_of
from notifier.queries.pushing.devices import pushes_of
from notifier.queries.show_notification import show_notification
from notifier.queries.texting.texts import texts_of

READ = "notifier.messages.read"
HOME = "/notifier/"


@get("/", needs=READ)
async def index(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: Console,
    statut: FromQuery[str] = "",
    recherche: FromQuery[str] = "",
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    """`recherche` is the id of an event, of what it is about (a dossier, a ticket), or of whom it was for (an account)."""
    status = Status(statut) if statut in list(Status) else None
    looked_for = _uuid(recherche)
    asked = ListNotifications(status=status, account_id=looked_for, cursor=apres)
    found = await queries.ask(list_notifications, asked, actor=actor)
    if looked_for is not None and not found.items:
        asked = ListNotifications(status=status, cause_id=looked_for, cursor=apres)
        found = await queries.ask(list_notifications, asked, actor=actor)
    say = console.pages.messages(console.context(request, actor).locale).gettext
    kept = {"statut": status or "", "recherche": recherche}
    return console.render(
        request,
        actor,
        "messages/list.html",
        labels=labels,
        messages=found.items,
        statuses=[(str(key), say(word)) for key, (word, _) in labels.STATUSES.items()],
        statut=str(status or ""),
        recherche=recherche,
        not_an_id=bool(recherche) and looked_for is None,
        following=f"{HOME}?{urlencode({**kept, 'apres': found.next})}" if found.next else None,
    )


@get("/messages/{notification_id:uuid}", needs=READ)
async def show(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: Console,
    settings: NamedDependency[Settings],
    notification_id: FromPath[UUID],
) -> Response[str]:
    message = await queries.ask(show_notification, notification_id, actor=actor)
    told = await queries.ask(pushes_of, notification_id, actor=actor)
    trace = f"{settings.traces_url}/traces/{message.trace_id}" if settings.traces_url and message.trace_id else None
    return console.render(
        request,
        actor,
        "messages/show.html",
        labels=labels,
        message=message,
        state=Status(message.status),
        trace=trace,
        pushes=told,
        texts=await queries.ask(texts_of, notification_id, actor=actor),
        papers=await queries.ask(letters_of, notification_id, actor=actor),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def router(console: ConsolePages) -> Router:
    areas = (
        publications,
        publication_standing,
        letters,
        themes,
        coverage,
        guide,
        hours,
        wordings,
        addresses,
        signing,
        hooks,
        hook_acts,
        keys,
        own_templates,
        texts,
        post,
    )
    routes = (route for area in areas for route in area.ROUTES)
    return console.router(index, show, *routes, dependencies={"button": Provide(pressed)})

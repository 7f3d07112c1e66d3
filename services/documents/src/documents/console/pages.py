"""The documents console: a file handed over, read with a grant; checks that need watching."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from litestar.response import Stream

from chassis.access import Needs
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.settings import Settings
from chassis.tokens import Verifier
from documents.commands.open_file import OpenBundleFile, open_bundle_file
from documents.console import retention
from documents.http import grants
from documents.http.delivery import deliver, deliver_stamped
from documents.queries.list_failed_checks import list_failed_checks
from documents.scanning.queue import ScanQueue
from documents.storage.objects import ObjectStore


@get("/", needs="documents.scans.read")
async def home(
    request: Request[Any, Any, Any],
    actor: By,
    queries: Ask,
    queue: NamedDependency[ScanQueue],
    console: NamedDependency[ConsolePages],
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    checks = await queries.ask(list_failed_checks, (apres, 50), actor=actor)
    waiting = await queue.waiting(actor.tenant)
    return console.render(request, actor, "documents/checks.html", checks=checks, waiting=waiting)


@get("/view", needs=Needs.MEMBER)
async def view(
    request: Request[Any, Any, Any],
    actor: By,
    commands: NamedDependency[Commands[Any]],
    store: NamedDependency[ObjectStore],
    verifier: NamedDependency[Verifier],
    console: NamedDependency[ConsolePages],
    grant: FromQuery[str] = "",
) -> Stream:
    """The file itself, in the browser's own viewer. Each opening is written down, and the person concerned reads it."""
    allowed = grants.to_view(verifier, grant, actor)
    command = OpenBundleFile(allowed.bundle, allowed.file, own_only=False, purpose=allowed.purpose)
    opened = await commands.run(open_bundle_file, command, actor=actor)
    if allowed.iss == "demarches" and opened.is_checked:
        # What a citizen hands to the town leaves it marked, wherever the copy goes.
        town = console.context(request, actor).organisation.name
        words = console.pages.messages(actor.locale).gettext("Réservé à %(town)s · %(day)s")
        return await deliver_stamped(
            opened, store, commands, actor, words % {"town": town, "day": f"{commands.now():%d/%m/%Y}"}
        )
    return await deliver(opened, store, commands, actor, inline=True)


def console(settings: Settings) -> Router:
    pages = ConsolePages("documents", settings.read_secret(), "documents.console.templates")
    router = pages.router(home, view, *retention.ROUTES)
    router.dependencies = {"console": Provide(lambda: pages, sync_to_thread=False)}
    return router

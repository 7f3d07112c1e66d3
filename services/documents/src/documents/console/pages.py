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
from chassis.pages import FormState
from chassis.settings import Settings
from chassis.tokens import Signer, Verifier
from documents.commands.open_file import OpenBundleFile, open_bundle_file
from documents.console import readings, retention
from documents.domain.refusals import DossierEnded
from documents.http import grants
from documents.http.delivery import deliver
from documents.queries.list_failed_checks import list_failed_checks
from documents.scanning.process import Checks
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
    checks: NamedDependency[Checks],
    verifier: NamedDependency[Verifier],
    console: NamedDependency[ConsolePages],
    signer: NamedDependency[Signer],
    grant: FromQuery[str] = "",
) -> Stream | Response[Any]:
    """The file itself, in the browser's own viewer. Each opening is written down, and the person concerned reads it."""
    allowed = grants.to_view(verifier, grant, actor)
    command = OpenBundleFile(allowed.bundle, allowed.file, own_only=False, purpose=allowed.purpose)
    try:
        opened = await commands.run(open_bundle_file, command, actor=actor)
    except DossierEnded:
        return readings.ask_why(request, actor, console, signer, allowed, FormState())
    if allowed.iss == "demarches":
        return await readings.marked(request, opened, actor, commands, store, checks, console)
    return await deliver(opened, store, commands, actor, inline=True)


def console(settings: Settings) -> Router:
    pages = ConsolePages("documents", settings.read_secret(), "documents.console.templates")
    router = pages.router(home, view, *readings.ROUTES, *retention.ROUTES)
    router.dependencies = {"console": Provide(lambda: pages, sync_to_thread=False)}
    return router

"""Letters to legal representatives, for the operator's printer: one batch, one file (ID-08)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.refusals import Conflict
from chassis.settings import Settings
from identity.commands.print_letters import PrintLetters, print_letters
from identity.console.forms import words
from identity.http.context import Doing
from identity.http.mandates import PRINT, batch_pdf
from identity.queries.mandates import WaitingLetters, printed_batches, waiting_letters

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/letters", needs=PRINT)
async def index(request: AnyRequest, actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    waiting = await queries.ask(waiting_letters, WaitingLetters(), actor=actor)
    batches = await queries.ask(printed_batches, WaitingLetters(), actor=actor)
    return pages.render(request, actor, "console/letters.html", waiting=waiting, batches=batches)


@post("/letters/batches", needs=PRINT, status_code=200)
async def prepare(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    _ = words(pages, request, actor)
    try:
        await commands.run(print_letters, PrintLetters(), actor=actor)
    except Conflict as refusal:
        return pages.redirect("/identity/letters", flash=_(refusal.title), kind="info")
    return pages.redirect("/identity/letters", flash=_("Le lot est prêt : téléchargez-le, imprimez-le, postez-le."))


@get("/letters/batches/{batch_id:uuid}/courriers.pdf", needs=PRINT)
async def download(
    batch_id: FromPath[UUID], actor: By, queries: Ask, settings: NamedDependency[Settings]
) -> Response[bytes]:
    made = await batch_pdf(batch_id, actor, queries, settings)
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="courriers-{batch_id}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


ROUTES = [index, prepare, download]

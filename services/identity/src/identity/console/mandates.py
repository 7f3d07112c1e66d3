"""Being administrator: asked for, waited for, handed over, given up (ID-08 to ID-10)."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from chassis.access import Needs
from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.policies import must_be_signed_in
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid, NotFound
from chassis.settings import Settings
from identity.commands.end_mandate import ResignMandate, resign_mandate
from identity.commands.report_letter import ReportLetter, report_letter
from identity.commands.request_mandate import RequestMandate, request_mandate
from identity.console.forms import errors_of, fields_of, words
from identity.http.context import Doing
from identity.queries.mandates import MandateOf, office

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]
HERE = "/identity/administrator"


@get("/administrator", needs=Needs.MEMBER)
async def show(request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages) -> Response[Any]:
    return await _page(request, actor, queries, commands, pages, FormState())


@post("/administrator", needs=Needs.MEMBER, status_code=200)
async def ask(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Doing,
    pages: Pages,
    settings: NamedDependency[Settings],
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    command = RequestMandate(
        representative_name=fields.get("representative_name", ""),
        representative_title=fields.get("representative_title", ""),
        secret=settings.read_secret(),
    )
    try:
        await commands.run(request_mandate, command, actor=actor)
    except (Invalid, Conflict) as refusal:
        errors = errors_of(refusal, _)
        return await _page(request, actor, queries, commands, pages, FormState(fields, errors), status=422)
    return pages.redirect(HERE, flash=_("Votre demande est enregistrée. Le courrier part vers le représentant légal."))


@post("/administrator/missing-letter", needs=Needs.MEMBER, status_code=200)
async def report(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    _ = words(pages, request, actor)
    try:
        await commands.run(report_letter, ReportLetter(), actor=actor)
    except (Conflict, NotFound) as refusal:
        return pages.redirect(HERE, flash=_(refusal.title), kind="error")
    return pages.redirect(HERE, flash=_("C’est signalé : le courrier est imprimé à nouveau, avec les mêmes codes."))


@get("/administrator/resignation", needs=Needs.MEMBER)
async def ask_resignation(request: AnyRequest, actor: By, pages: Pages) -> Response[Any]:
    return pages.render(request, actor, "console/resignation.html")


@post("/administrator/resignation", needs=Needs.MEMBER, status_code=200)
async def resign(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    _ = words(pages, request, actor)
    try:
        await commands.run(resign_mandate, ResignMandate(), actor=actor)
    except NotFound as refusal:
        return pages.redirect(HERE, flash=_(refusal.title), kind="error")
    return pages.redirect(HERE, flash=_("Vous n’êtes plus administrateur. Les permissions données sont en sommeil."))


async def _page(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    commands: Any,
    pages: ConsolePages,
    form: FormState,
    *,
    status: int = 200,
) -> Response[Any]:
    found = await queries.ask(office, MandateOf(must_be_signed_in(actor)), actor=actor)
    now = commands.now()
    mine = found.mine
    may_report = (
        mine is not None and mine.reportable_at is not None and mine.reported_at is None and now >= mine.reportable_at
    )
    context = {"office": found, "form": form, "may_report": may_report}
    return pages.render(request, actor, "console/administrator.html", status, **context)


ROUTES = [show, ask, report, ask_resignation, resign]

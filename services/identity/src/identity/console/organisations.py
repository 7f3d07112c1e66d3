"""The operator's view: every organisation, and the switch that opens its guichet (ID-23)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.settings import Settings
from identity.commands.open_guichet import OpenGuichet, close_guichet, open_guichet
from identity.console.forms import words
from identity.http.context import Doing
from identity.http.organisations import within
from identity.queries.organisations import AllOrganisations, ById, list_organisations, organisation_by_id

ACTIVATE = "platform.guichets.activate"
Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/organisations", needs=ACTIVATE)
async def index(
    request: AnyRequest, actor: By, queries: Ask, pages: Pages, settings: NamedDependency[Settings]
) -> Response[Any]:
    found = await queries.ask(list_organisations, AllOrganisations(), actor=actor)
    urls = {each.id: settings.organisation_url(each.slug) for each in found}
    return pages.render(request, actor, "console/organisations.html", organisations=found, urls=urls)


@post("/organisations/{organisation_id:uuid}/guichet-activation", needs=ACTIVATE, status_code=200)
async def activate(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    opened = await commands.run(open_guichet, OpenGuichet(organisation_id), actor=within(actor, organisation_id))
    _ = words(pages, request, actor)
    said = _("Le guichet « %(name)s » est ouvert au public.")
    return pages.redirect("/identity/organisations", flash=said % {"name": opened.guichet.name})


@get("/organisations/{organisation_id:uuid}/guichet-closing", needs=ACTIVATE)
async def ask_closing(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, queries: Ask, pages: Pages
) -> Response[Any]:
    view = await queries.ask(organisation_by_id, ById(organisation_id), actor=actor)
    return pages.render(request, actor, "console/guichet_closing.html", organisation=view)


@post("/organisations/{organisation_id:uuid}/guichet-closing", needs=ACTIVATE, status_code=200)
async def close(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    closed = await commands.run(close_guichet, OpenGuichet(organisation_id), actor=within(actor, organisation_id))
    _ = words(pages, request, actor)
    said = _("Le guichet « %(name)s » est fermé au public.")
    return pages.redirect("/identity/organisations", flash=said % {"name": closed.guichet.name})


ROUTES = [index, activate, ask_closing, close]

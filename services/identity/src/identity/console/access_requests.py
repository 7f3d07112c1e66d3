"""The operator's review queue: what is asked, what the directory says of it, and the two answers (ID-03)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid
from chassis.settings import Settings
from identity.commands.decide_access_request import (
    AcceptAccessRequest,
    RefuseAccessRequest,
    accept_access_request,
    refuse_access_request,
)
from identity.console.forms import errors_of, fields_of, words
from identity.domain.access_requests import RequestStatus
from identity.http.context import Doing
from identity.queries.access_requests import (
    AccessRequestOf,
    AccessRequestView,
    ListAccessRequests,
    access_request_of,
    list_access_requests,
)

MANAGE = "platform.organisations.manage"
Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/access-requests", needs=MANAGE)
async def index(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    pages: Pages,
    status: FromQuery[RequestStatus] = RequestStatus.SUBMITTED,
    apres: FromQuery[str | None] = None,
) -> Response[Any]:
    question = ListAccessRequests(status=status, cursor=apres)
    found = await queries.ask(list_access_requests, question, actor=actor)
    return pages.render(request, actor, "console/access_requests.html", found=found, listed=str(status))


@get("/access-requests/{request_id:uuid}", needs=MANAGE)
async def show(
    request: AnyRequest,
    request_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    pages: Pages,
    settings: NamedDependency[Settings],
) -> Response[Any]:
    view = await queries.ask(access_request_of, AccessRequestOf(request_id), actor=actor)
    return _page(request, actor, pages, settings, view, FormState({"slug": view.proposed_slug}))


@post("/access-requests/{request_id:uuid}/acceptance", needs=MANAGE, status_code=200)
async def accept(
    request: AnyRequest,
    request_id: FromPath[UUID],
    actor: By,
    commands: Doing,
    queries: Ask,
    pages: Pages,
    settings: NamedDependency[Settings],
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    command = AcceptAccessRequest(request_id=request_id, slug=fields.get("slug", ""))
    try:
        asked = await commands.run(accept_access_request, command, actor=actor)
    except (Invalid, Conflict) as refusal:
        view = await queries.ask(access_request_of, AccessRequestOf(request_id), actor=actor)
        return _page(request, actor, pages, settings, view, FormState(fields, errors_of(refusal, _)), status=422)
    said = _("« %(name)s » a son accès. Un lien d’activation part vers %(email)s.")
    flash = said % {"name": asked.facts.name, "email": asked.applicant.email}
    return pages.redirect("/identity/access-requests", flash=flash)


@post("/access-requests/{request_id:uuid}/refusal", needs=MANAGE, status_code=200)
async def refuse(
    request: AnyRequest,
    request_id: FromPath[UUID],
    actor: By,
    commands: Doing,
    queries: Ask,
    pages: Pages,
    settings: NamedDependency[Settings],
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    command = RefuseAccessRequest(request_id=request_id, reason=fields.get("reason", ""))
    try:
        asked = await commands.run(refuse_access_request, command, actor=actor)
    except (Invalid, Conflict) as refusal:
        view = await queries.ask(access_request_of, AccessRequestOf(request_id), actor=actor)
        form = FormState({**fields, "slug": view.proposed_slug}, errors_of(refusal, _))
        return _page(request, actor, pages, settings, view, form, status=422)
    said = _("La demande de « %(name)s » est refusée. Le demandeur en reçoit la raison.")
    return pages.redirect("/identity/access-requests", flash=said % {"name": asked.facts.name})


def _page(
    request: AnyRequest,
    actor: Actor,
    pages: ConsolePages,
    settings: Settings,
    view: AccessRequestView,
    form: FormState,
    *,
    status: int = 200,
) -> Response[Any]:
    example = settings.organisation_url("…")
    return pages.render(request, actor, "console/access_request.html", status, asked=view, form=form, example=example)


ROUTES = [index, show, accept, refuse]

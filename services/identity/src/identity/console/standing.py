"""The operator suspends an organisation's access, gives it back, or closes it for good."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid
from identity.commands.change_standing import (
    CloseOrganisation,
    ResumeOrganisation,
    SuspendOrganisation,
    close_organisation,
    resume_organisation,
    suspend_organisation,
)
from identity.commands.step_up import must_have_proven_lately
from identity.console.forms import errors_of, fields_of, words
from identity.http.context import Doing
from identity.http.organisations import MANAGE, within
from identity.queries.organisations import ById, OrganisationView, organisation_by_id

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/organisations/{organisation_id:uuid}/suspension", needs=MANAGE)
async def ask_suspension(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, pages: Pages
) -> Response[Any]:
    """The proof is asked before anything is typed."""
    must_have_proven_lately(actor, now=commands.now())
    view = await _organisation(organisation_id, actor, queries)
    return pages.render(request, actor, "console/suspension.html", organisation=view, form=FormState())


@post("/organisations/{organisation_id:uuid}/suspension", needs=MANAGE, status_code=200)
async def suspend(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, pages: Pages
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    command = SuspendOrganisation(organisation_id=organisation_id, reason=fields.get("reason", ""))
    back = f"/identity/organisations/{organisation_id}"
    try:
        changed = await commands.run(suspend_organisation, command, actor=within(actor, organisation_id))
    except Conflict as refusal:
        return pages.redirect(back, flash=_(refusal.title), kind="info")
    except Invalid as refusal:
        view = await _organisation(organisation_id, actor, queries)
        form = FormState(fields, errors_of(refusal, _))
        return pages.render(request, actor, "console/suspension.html", 422, organisation=view, form=form)
    said = _("L’accès de « %(name)s » est suspendu. Plus personne n’y est connecté.")
    return pages.redirect(back, flash=said % {"name": changed.guichet.name})


@post("/organisations/{organisation_id:uuid}/resumption", needs=MANAGE, status_code=200)
async def resume(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    _, back = words(pages, request, actor), f"/identity/organisations/{organisation_id}"
    command = ResumeOrganisation(organisation_id)
    try:
        changed = await commands.run(resume_organisation, command, actor=within(actor, organisation_id))
    except Conflict as refusal:
        return pages.redirect(back, flash=_(refusal.title), kind="info")
    said = _("L’accès de « %(name)s » est rétabli. Chacun peut se reconnecter.")
    return pages.redirect(back, flash=said % {"name": changed.guichet.name})


@get("/organisations/{organisation_id:uuid}/closure", needs=MANAGE)
async def ask_closure(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, pages: Pages
) -> Response[Any]:
    must_have_proven_lately(actor, now=commands.now())
    view = await _organisation(organisation_id, actor, queries)
    return pages.render(request, actor, "console/closure.html", organisation=view, form=FormState())


@post("/organisations/{organisation_id:uuid}/closure", needs=MANAGE, status_code=200)
async def close(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, pages: Pages
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    back = f"/identity/organisations/{organisation_id}"
    command = CloseOrganisation(
        organisation_id=organisation_id, reason=fields.get("reason", ""), slug=fields.get("slug", "")
    )
    try:
        changed = await commands.run(close_organisation, command, actor=within(actor, organisation_id))
    except Conflict as refusal:
        return pages.redirect(back, flash=_(refusal.title), kind="info")
    except Invalid as refusal:
        view = await _organisation(organisation_id, actor, queries)
        form = FormState(fields, errors_of(refusal, _))
        return pages.render(request, actor, "console/closure.html", 422, organisation=view, form=form)
    said = _("L’accès de « %(name)s » est fermé définitivement. Ses données restent conservées.")
    return pages.redirect(back, flash=said % {"name": changed.guichet.name})


async def _organisation(organisation_id: UUID, actor: Actor, queries: Queries) -> OrganisationView:
    return await queries.ask(organisation_by_id, ById(organisation_id), actor=actor)


ROUTES = [ask_suspension, suspend, resume, ask_closure, close]

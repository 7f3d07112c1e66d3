"""The operator suspends an organisation's access, gives it back, or closes it for good."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple
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
from identity.console.forms import N_, errors_of, fields_of, words
from identity.domain.organisations import Organisation
from identity.http.context import Doing
from identity.http.organisations import MANAGE, within
from identity.queries.organisations import ById, organisation_by_id

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


class Step(NamedTuple):
    """A step that asks why before it is taken: its page, and what is said once it is."""

    page: str
    said: str


SUSPENSION = Step(
    "console/suspension.html", N_("L’accès de « %(name)s » est suspendu. Plus personne n’y est connecté.")
)
CLOSURE = Step(
    "console/closure.html", N_("L’accès de « %(name)s » est fermé définitivement. Ses données restent conservées.")
)


@get("/organisations/{organisation_id:uuid}/suspension", needs=MANAGE)
async def ask_suspension(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, pages: Pages
) -> Response[Any]:
    """The proof is asked before anything is typed."""
    must_have_proven_lately(actor, now=commands.now())
    return await _question(SUSPENSION, request, organisation_id, actor, queries, pages)


@post("/organisations/{organisation_id:uuid}/suspension", needs=MANAGE, status_code=200)
async def suspend(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, pages: Pages
) -> Response[Any]:
    fields = await fields_of(request)
    command = SuspendOrganisation(organisation_id=organisation_id, reason=fields.get("reason", ""))
    done = partial(commands.run, suspend_organisation, command, actor=within(actor, organisation_id))
    return await _answer(SUSPENSION, done, fields, request, organisation_id, actor, queries, pages)


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
    return await _question(CLOSURE, request, organisation_id, actor, queries, pages)


@post("/organisations/{organisation_id:uuid}/closure", needs=MANAGE, status_code=200)
async def close(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, pages: Pages
) -> Response[Any]:
    fields = await fields_of(request)
    command = CloseOrganisation(
        organisation_id=organisation_id, reason=fields.get("reason", ""), slug=fields.get("slug", "")
    )
    done = partial(commands.run, close_organisation, command, actor=within(actor, organisation_id))
    return await _answer(CLOSURE, done, fields, request, organisation_id, actor, queries, pages)


async def _question(
    step: Step,
    request: AnyRequest,
    organisation_id: UUID,
    actor: Actor,
    queries: Queries,
    pages: ConsolePages,
    form: FormState | None = None,
) -> Response[Any]:
    view = await queries.ask(organisation_by_id, ById(organisation_id), actor=actor)
    status = 422 if form is not None else 200
    return pages.render(request, actor, step.page, status, organisation=view, form=form or FormState())


async def _answer(
    step: Step,
    done: Callable[[], Awaitable[Organisation]],
    fields: dict[str, str],
    request: AnyRequest,
    organisation_id: UUID,
    actor: Actor,
    queries: Queries,
    pages: ConsolePages,
) -> Response[Any]:
    """Back to the organisation, with what is true of it now; to the question again, with what was missing."""
    _, back = words(pages, request, actor), f"/identity/organisations/{organisation_id}"
    try:
        changed = await done()
    except Conflict as refusal:
        return pages.redirect(back, flash=_(refusal.title), kind="info")
    except Invalid as refusal:
        form = FormState(fields, errors_of(refusal, _))
        return await _question(step, request, organisation_id, actor, queries, pages, form)
    return pages.redirect(back, flash=_(step.said) % {"name": changed.guichet.name})


ROUTES = [ask_suspension, suspend, resume, ask_closure, close]

"""The operator's view: organisations found by name, their plan, and the switch that opens their guichet (ID-23, ID-24)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.refusals import Invalid
from chassis.settings import Settings
from contracts.plans import BY_KEY, PLANS
from identity.commands.change_subscription import ChangePlan, change_plan
from identity.commands.open_guichet import OpenGuichet, close_guichet, open_guichet
from identity.console.forms import fields_of, words
from identity.domain.standing import OrganisationStatus
from identity.http.context import Doing
from identity.http.organisations import within
from identity.queries.operator import FindOrganisations, find_organisations
from identity.queries.organisations import ById, organisation_by_id, standing_of
from identity.queries.subscriptions import SubscriptionOf, subscription_of

ACTIVATE = "platform.guichets.activate"
MANAGE = "platform.organisations.manage"
Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/organisations", needs=ACTIVATE)
async def index(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    pages: Pages,
    settings: NamedDependency[Settings],
    q: FromQuery[str] = "",
    formule: FromQuery[bool] = False,
    etat: FromQuery[str] = "",
    apres: FromQuery[str | None] = None,
) -> Response[Any]:
    """`formule`: those alone that ask for another plan; `etat`: those alone in this state."""
    status = OrganisationStatus(etat) if etat in list(OrganisationStatus) else None
    question = FindOrganisations(q=q, wishing=formule, status=status, cursor=apres)
    found = await queries.ask(find_organisations, question, actor=actor)
    urls = {each.id: settings.organisation_url(each.slug) for each in found.items}
    context = {"organisations": found, "urls": urls, "q": q, "wishing": formule, "standing": status or ""}
    context["may_manage"] = actor.holds(MANAGE)
    return pages.render(request, actor, "console/organisations.html", **context)


@get("/organisations/{organisation_id:uuid}", needs=MANAGE)
async def show(
    request: AnyRequest,
    organisation_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    pages: Pages,
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Its facts and its plan; its accounts stay its own (ID-07)."""
    asked = ById(organisation_id, even_closed=True)
    view = await queries.ask(organisation_by_id, asked, actor=actor)
    standing = await queries.ask(standing_of, asked, actor=actor)
    there = within(actor, organisation_id)
    held = await queries.ask(subscription_of, SubscriptionOf(organisation_id), actor=there)
    context = {"organisation": view, "standing": standing, "held": held, "plans": PLANS}
    context["url"] = settings.organisation_url(view.slug)
    return pages.render(request, actor, "console/organisation.html", **context)


@post("/organisations/{organisation_id:uuid}/plan", needs=MANAGE, status_code=200)
async def set_plan(
    request: AnyRequest, organisation_id: FromPath[UUID], actor: By, commands: Doing, pages: Pages
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    back = f"/identity/organisations/{organisation_id}"
    command = ChangePlan(organisation_id=organisation_id, plan=fields.get("plan", ""))
    try:
        changed = await commands.run(change_plan, command, actor=within(actor, organisation_id))
    except Invalid as refusal:
        return pages.redirect(back, flash=_(refusal.faults[0].message), kind="error")
    said = _("La formule « %(plan)s » vaut dès maintenant.")
    return pages.redirect(back, flash=said % {"plan": _(BY_KEY[changed.subscription.plan].label)})


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


ROUTES = [index, show, set_plan, activate, ask_closing, close]

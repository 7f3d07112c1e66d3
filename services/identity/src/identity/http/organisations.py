"""All organisations, for the operator."""

from dataclasses import replace
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.actor import Actor
from chassis.http import Ask, By
from chassis.pagination import Page
from identity.commands.change_standing import (
    CloseOrganisation,
    ResumeOrganisation,
    SuspendOrganisation,
    close_organisation,
    resume_organisation,
    suspend_organisation,
)
from identity.commands.open_guichet import OpenGuichet, close_guichet, open_guichet
from identity.domain.organisations import OrganisationNotFound
from identity.domain.standing import OrganisationStatus, Standing
from identity.http.context import Doing
from identity.queries.operator import FindOrganisations, OperatorLine, find_organisations
from identity.queries.organisations import ById, OrganisationView, organisation_by_id, standing_of
from identity.queries.subscriptions import SubscriptionOf, SubscriptionView, subscription_of

ACTIVATE = "platform.guichets.activate"
MANAGE = "platform.organisations.manage"


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """Its facts and its plan; its accounts stay its own (ID-07)."""

    organisation: OrganisationView
    subscription: SubscriptionView
    standing: Standing


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Its administrator reads it as it is."""

    reason: str


class Closure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`slug` is the word of its address, typed again."""

    reason: str
    slug: str


@get("/organisations", needs=ACTIVATE)
async def index(
    actor: By,
    queries: Ask,
    q: FromQuery[str] = "",
    wishing: FromQuery[bool] = False,
    status: FromQuery[OrganisationStatus | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[OperatorLine]:
    """By name. `q` finds a part of the name, the word of the address, an INSEE code, a SIREN or a customer number;
    `wishing` keeps those that ask for another plan; `status` those alone, without it all but the closed ones come."""
    question = FindOrganisations(q=q, wishing=wishing, status=status, cursor=cursor, limit=limit)
    return await queries.ask(find_organisations, question, actor=actor)


@get("/organisations/{organisation_id:uuid}", needs=MANAGE)
async def show(organisation_id: FromPath[UUID], actor: By, queries: Ask) -> Customer:
    """To the operator's members alone; to others no organisation but theirs exists."""
    home = await queries.ask(organisation_by_id, ById(actor.organisation or actor.tenant), actor=actor)
    if not home.is_support_portal and organisation_id != home.id:
        raise OrganisationNotFound
    asked = ById(organisation_id, even_closed=True)
    view = await queries.ask(organisation_by_id, asked, actor=actor)
    held = await queries.ask(subscription_of, SubscriptionOf(organisation_id), actor=within(actor, organisation_id))
    standing = await queries.ask(standing_of, asked, actor=actor)
    return Customer(organisation=view, subscription=held, standing=standing)


@post("/organisations/{organisation_id:uuid}/suspension", needs=MANAGE)
async def suspend(
    organisation_id: FromPath[UUID], data: JSONBody[Reason], actor: By, commands: Doing
) -> OrganisationView:
    """Nobody signs in there any more, and its guichet says so. Nothing is erased."""
    command = SuspendOrganisation(organisation_id=organisation_id, reason=data.reason)
    there = within(actor, organisation_id)
    return await commands.run(suspend_organisation, command, actor=there, show=OrganisationView.of)


@delete("/organisations/{organisation_id:uuid}/suspension", needs=MANAGE, status_code=200)
async def resume(organisation_id: FromPath[UUID], actor: By, commands: Doing) -> OrganisationView:
    command, there = ResumeOrganisation(organisation_id), within(actor, organisation_id)
    return await commands.run(resume_organisation, command, actor=there, show=OrganisationView.of)


@post("/organisations/{organisation_id:uuid}/closure", needs=MANAGE)
async def close(
    organisation_id: FromPath[UUID], data: JSONBody[Closure], actor: By, commands: Doing
) -> OrganisationView:
    """Of a suspended one, for good. What it holds stays until its archives are handed over."""
    command = CloseOrganisation(organisation_id=organisation_id, reason=data.reason, slug=data.slug)
    there = within(actor, organisation_id)
    return await commands.run(close_organisation, command, actor=there, show=OrganisationView.of)


@post("/organisations/{organisation_id:uuid}/guichet-activation", needs=ACTIVATE)
async def activate_guichet(organisation_id: FromPath[UUID], actor: By, commands: Doing) -> OrganisationView:
    command = OpenGuichet(organisation_id)
    return await commands.run(open_guichet, command, actor=within(actor, organisation_id), show=OrganisationView.of)


@delete("/organisations/{organisation_id:uuid}/guichet-activation", needs=ACTIVATE, status_code=200)
async def deactivate_guichet(organisation_id: FromPath[UUID], actor: By, commands: Doing) -> OrganisationView:
    command = OpenGuichet(organisation_id)
    return await commands.run(close_guichet, command, actor=within(actor, organisation_id), show=OrganisationView.of)


def within(operator: Actor, organisation_id: UUID) -> Actor:
    """The operator's member acting on a customer: what happens is recorded with the customer, under the operator's name."""
    return replace(operator, tenant=organisation_id)


router = Router("/", route_handlers=[index, show, activate_guichet, deactivate_guichet, suspend, resume, close])

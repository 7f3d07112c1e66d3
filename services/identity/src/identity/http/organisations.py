"""The guichet's settings, for its organisation; all organisations, for the operator."""

from dataclasses import replace
from uuid import UUID

from litestar import Response, Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from chassis.actor import Actor
from chassis.http import Ask, By, IfMatch, etag
from identity.commands.change_guichet import ChangeGuichet, change_guichet
from identity.commands.open_guichet import OpenGuichet, close_guichet, open_guichet
from identity.domain.organisations import Guichet
from identity.http.context import Doing
from identity.queries.organisations import (
    AllOrganisations,
    ById,
    OrganisationView,
    list_organisations,
    organisation_by_id,
)


@get("/guichet", needs="identity.guichet.edit")
async def show_guichet(actor: By, queries: Ask) -> Response[OrganisationView]:
    view = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    return Response(view, headers=etag(view.version))


@put("/guichet", needs="identity.guichet.edit")
async def edit_guichet(
    data: JSONBody[Guichet], actor: By, commands: Doing, if_match: IfMatch
) -> Response[OrganisationView]:
    command = ChangeGuichet(guichet=data, version=if_match)
    view = await commands.run(change_guichet, command, actor=actor, show=OrganisationView.of)
    return Response(view, headers=etag(view.version))


@get("/organisations", needs="platform.guichets.activate")
async def index(actor: By, queries: Ask) -> list[OrganisationView]:
    return await queries.ask(list_organisations, AllOrganisations(), actor=actor)


@post("/organisations/{organisation_id:uuid}/guichet-activation", needs="platform.guichets.activate")
async def activate_guichet(organisation_id: FromPath[UUID], actor: By, commands: Doing) -> OrganisationView:
    command = OpenGuichet(organisation_id)
    return await commands.run(open_guichet, command, actor=within(actor, organisation_id), show=OrganisationView.of)


@delete("/organisations/{organisation_id:uuid}/guichet-activation", needs="platform.guichets.activate", status_code=200)
async def deactivate_guichet(organisation_id: FromPath[UUID], actor: By, commands: Doing) -> OrganisationView:
    command = OpenGuichet(organisation_id)
    return await commands.run(close_guichet, command, actor=within(actor, organisation_id), show=OrganisationView.of)


def within(operator: Actor, organisation_id: UUID) -> Actor:
    """The operator's member acting on a customer: what happens is recorded with the customer, under the operator's name."""
    return replace(operator, tenant=organisation_id)


router = Router("/", route_handlers=[show_guichet, edit_guichet, index, activate_guichet, deactivate_guichet])

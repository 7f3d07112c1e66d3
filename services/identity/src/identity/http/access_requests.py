"""Access requests: anybody asks, the operator decides (ID-02, ID-03)."""

from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.http import Again, Ask, By
from chassis.pagination import Page
from chassis.refusals import Invalid
from chassis.robot_digits import codes
from chassis.settings import Settings
from identity.commands.decide_access_request import (
    AcceptAccessRequest,
    RefuseAccessRequest,
    accept_access_request,
    refuse_access_request,
)
from identity.commands.submit_access_request import SubmitAccessRequest, submit_access_request
from identity.directory import PublicDirectory
from identity.domain.access_requests import AccessRequest, Applicant, Coordinates, Facts, RequestStatus, request_faults
from identity.domain.places import Place
from identity.http.context import Address, Doing, client_address
from identity.http.welcome import Code, must_be_welcome
from identity.queries.access_requests import (
    AccessRequestLine,
    AccessRequestOf,
    AccessRequestView,
    ListAccessRequests,
    access_request_of,
    list_access_requests,
)
from identity.queries.places import FindPlaces, PlaceByCode, find_places, place_by_code

MANAGE = "platform.organisations.manage"


class AccessRequestBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`proof`: the robot check's answer, or `code` the digits read or heard of `challenge`; without either, fewer requests
    are taken from one address."""

    facts: Facts = Facts()
    coordinates: Coordinates = Coordinates()
    applicant: Applicant = Applicant()
    proof: str = ""
    challenge: str = ""
    code: str = ""


class Submitted(msgspec.Struct, frozen=True, kw_only=True):
    request_id: UUID
    email: str

    @classmethod
    def of(cls, asked: AccessRequest) -> "Submitted":
        return cls(request_id=asked.id, email=asked.applicant.email)


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """A place, and how it is reached as far as the public directory says."""

    place: Place
    coordinates: Coordinates


class Acceptance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    slug: str


class Refusal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: str


@get("/places", needs=Needs.ANYONE)
async def places(queries: Ask, actor: By, q: FromQuery[str] = "") -> list[Place]:
    return await queries.ask(find_places, FindPlaces(q), actor=actor)


@get("/places/{code:str}", needs=Needs.ANYONE)
async def place(code: FromPath[str], queries: Ask, actor: By, directory: NamedDependency[PublicDirectory]) -> PlaceView:
    found = await queries.ask(place_by_code, PlaceByCode(code), actor=actor)
    return PlaceView(place=found, coordinates=await directory.coordinates_of(found))


@post("/access-request-checks", needs=Needs.ANYONE, status_code=204)
async def check(data: JSONBody[AccessRequestBody]) -> None:
    """What a request would be refused for by its own contents. Changes nothing."""
    if faults := request_faults(data.facts, data.coordinates, data.applicant):
        raise Invalid(faults=faults)


@post("/access-requests", needs=Needs.ANYONE)
async def submit(
    data: JSONBody[AccessRequestBody],
    actor: By,
    commands: Doing,
    settings: NamedDependency[Settings],
    directory: NamedDependency[PublicDirectory],
    queries: Ask,
    client_address: Address,
    once: Again,
) -> Submitted:
    await check.fn(data)
    code = Code(data.challenge, data.code) if data.code else None
    solved = await must_be_welcome("access request", data.proof, client_address, actor, commands, settings, code=code)
    command = SubmitAccessRequest(
        facts=data.facts,
        coordinates=await _with_official_mailbox(data, directory, queries, actor),
        applicant=data.applicant,
        locale=actor.locale,
        solved=solved,
    )
    with codes.as_digits(data.code):
        return await commands.run(submit_access_request, command, actor=actor, show=Submitted.of, once=once)


@get("/access-requests", needs=MANAGE)
async def index(
    queries: Ask,
    actor: By,
    status: FromQuery[RequestStatus] = RequestStatus.SUBMITTED,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[AccessRequestLine]:
    question = ListAccessRequests(status=status, cursor=cursor, limit=limit)
    return await queries.ask(list_access_requests, question, actor=actor)


@get("/access-requests/{request_id:uuid}", needs=MANAGE)
async def show(request_id: FromPath[UUID], queries: Ask, actor: By) -> AccessRequestView:
    return await queries.ask(access_request_of, AccessRequestOf(request_id), actor=actor)


@post("/access-requests/{request_id:uuid}/acceptance", needs=MANAGE)
async def accept(
    request_id: FromPath[UUID], data: JSONBody[Acceptance], actor: By, commands: Doing
) -> AccessRequestView:
    command = AcceptAccessRequest(request_id=request_id, slug=data.slug)
    return await commands.run(accept_access_request, command, actor=actor, show=AccessRequestView.of)


@post("/access-requests/{request_id:uuid}/refusal", needs=MANAGE)
async def refuse(request_id: FromPath[UUID], data: JSONBody[Refusal], actor: By, commands: Doing) -> AccessRequestView:
    command = RefuseAccessRequest(request_id=request_id, reason=data.reason)
    return await commands.run(refuse_access_request, command, actor=actor, show=AccessRequestView.of)


async def _with_official_mailbox(
    data: AccessRequestBody, directory: PublicDirectory, queries: Ask, actor: By
) -> Coordinates:
    """The official address is read from the directory here, whatever the form says."""
    code = data.facts.insee_code or data.facts.siren
    known = await queries.ask(find_places, FindPlaces(code), actor=actor)
    found = next((each for each in known if code in (each.code, each.siren)), None)
    official = (await directory.coordinates_of(found)).official_email if found else ""
    return msgspec.structs.replace(data.coordinates, official_email=official)


router = Router(
    "/",
    route_handlers=[places, place, check, submit, index, show, accept, refuse],
    dependencies={"client_address": Provide(client_address)},
)

"""One's own household. Members of organisations have none: it serves the démarches of a family."""

from uuid import UUID

from litestar import Response, Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.http import Ask, By, IfMatch, etag
from chassis.policies import must_be_signed_in
from identity.commands.change_household import (
    AddToHousehold,
    ChangeHouseholdMember,
    RemoveFromHousehold,
    add_to_household,
    change_household_member,
    remove_from_household,
)
from identity.domain.households import MemberFacts
from identity.http.context import Doing
from identity.queries.household import HouseholdLine, HouseholdOf, household_of


@get("/household", needs=Needs.CITIZEN)
async def index(actor: By, queries: Ask) -> list[HouseholdLine]:
    return await queries.ask(household_of, HouseholdOf(must_be_signed_in(actor)), actor=actor)


@post("/household", needs=Needs.CITIZEN)
async def add(data: JSONBody[MemberFacts], actor: By, commands: Doing) -> HouseholdLine:
    command = AddToHousehold(account_id=must_be_signed_in(actor), facts=data)
    return await commands.run(add_to_household, command, actor=actor, show=HouseholdLine.of)


@put("/household/{member_id:uuid}", needs=Needs.CITIZEN)
async def change(
    member_id: FromPath[UUID], data: JSONBody[MemberFacts], actor: By, commands: Doing, if_match: IfMatch
) -> Response[HouseholdLine]:
    command = ChangeHouseholdMember(
        account_id=must_be_signed_in(actor), member_id=member_id, facts=data, version=if_match
    )
    line = await commands.run(change_household_member, command, actor=actor, show=HouseholdLine.of)
    return Response(line, headers=etag(line.version))


@delete("/household/{member_id:uuid}", needs=Needs.CITIZEN)
async def remove(member_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    command = RemoveFromHousehold(account_id=must_be_signed_in(actor), member_id=member_id)
    await commands.run(remove_from_household, command, actor=actor)


router = Router("/", route_handlers=[index, add, change, remove])

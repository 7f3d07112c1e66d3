"""One's household, as its citizen sees it."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.households import HouseholdMember
from identity.storage.households import facts_from
from identity.storage.tables import household_members


class HouseholdOf(msgspec.Struct, frozen=True):
    account_id: UUID


class HouseholdLine(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    relation: str
    civility: str
    family_name: str
    used_name: str
    given_names: str
    birth_date: date | None
    version: int

    @classmethod
    def of(cls, member: HouseholdMember) -> "HouseholdLine":
        return cls(id=member.id, version=member.version, **msgspec.structs.asdict(member.facts))


async def household_of(question: HouseholdOf, _: Actor, connection: AsyncConnection) -> list[HouseholdLine]:
    """The youngest last; who has no date first."""
    found = select(household_members).where(household_members.c.account_id == question.account_id)
    ordered = found.order_by(household_members.c.birth_date.nulls_first(), household_members.c.id)
    rows = await connection.execute(ordered)
    return [HouseholdLine.of(HouseholdMember(row.id, row.account_id, facts_from(row), row.version)) for row in rows]

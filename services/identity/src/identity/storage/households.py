"""Members of households, kept. Only their citizen's are visible."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select

from chassis.repository import Repository
from identity.domain.households import HouseholdMember, MemberFacts, MemberNotFound, Relation
from identity.storage.tables import household_members


class Households(Repository[HouseholdMember]):
    table = household_members
    missing = MemberNotFound

    def load(self, row: Row[Any]) -> HouseholdMember:
        return HouseholdMember(row.id, row.account_id, facts_from(row), row.version)

    def dump(self, aggregate: HouseholdMember) -> dict[str, Any]:
        facts = aggregate.facts
        return {
            "id": aggregate.id,
            "account_id": aggregate.account_id,
            "relation": str(facts.relation),
            "civility": facts.civility,
            "family_name": facts.family_name,
            "used_name": facts.used_name,
            "given_names": facts.given_names,
            "birth_date": facts.birth_date,
        }

    async def of(self, account_id: UUID) -> list[MemberFacts]:
        """What is known of them, with the household locked: nobody adds the thirteenth beside us."""
        turn = func.pg_advisory_xact_lock(func.hashtext("household"), func.hashtext(str(account_id)))
        _ = await self.uow.connection.execute(select(turn))
        found = select(household_members).where(household_members.c.account_id == account_id)
        return [facts_from(row) for row in await self.uow.connection.execute(found)]

    async def member(self, account_id: UUID, member_id: UUID) -> HouseholdMember:
        """Raises `MemberNotFound` for another's."""
        found = await self.find(household_members.c.id == member_id, household_members.c.account_id == account_id)
        if found is None:
            raise MemberNotFound
        return found

    async def remove(self, member: HouseholdMember) -> None:
        self._kept.pop(member.id, None)
        _ = await self.uow.connection.execute(delete(household_members).where(household_members.c.id == member.id))


def facts_from(row: Any) -> MemberFacts:
    return MemberFacts(
        relation=Relation(row.relation),
        civility=row.civility,
        family_name=row.family_name,
        used_name=row.used_name,
        given_names=row.given_names,
        birth_date=row.birth_date,
    )

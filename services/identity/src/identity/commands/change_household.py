"""Add somebody to one's household, correct what is said of them, take them out (ID-21)."""

from uuid import UUID

import msgspec

from chassis.clock import PARIS
from chassis.ids import new_id
from chassis.policies import must_match
from chassis.refusals import Invalid
from identity.domain.households import (
    MOST,
    AlreadyInHousehold,
    HouseholdFull,
    HouseholdMember,
    MemberFacts,
    member_faults,
)
from identity.storage.work import IdentityWork


class AddToHousehold(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    facts: MemberFacts


class ChangeHouseholdMember(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    member_id: UUID
    facts: MemberFacts
    version: int | None = None


class RemoveFromHousehold(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    member_id: UUID


async def add_to_household(command: AddToHousehold, uow: IdentityWork) -> HouseholdMember:
    _must_be_right(command.facts, uow)
    known = await uow.households.of(command.account_id)
    if len(known) >= MOST:
        raise HouseholdFull
    facts = command.facts.tidy
    if facts.likeness in {each.likeness for each in known}:
        raise AlreadyInHousehold
    member = uow.households.add(HouseholdMember(new_id(), command.account_id, facts))
    uow.note("identity.household.member_added", member.id, concerns=command.account_id)
    return member


async def change_household_member(command: ChangeHouseholdMember, uow: IdentityWork) -> HouseholdMember:
    """Dossiers already sent keep what they said that day."""
    _must_be_right(command.facts, uow)
    member = await uow.households.member(command.account_id, command.member_id)
    must_match(member.version, command.version)
    member.facts = command.facts.tidy
    uow.note("identity.household.member_changed", member.id, concerns=command.account_id)
    return member


async def remove_from_household(command: RemoveFromHousehold, uow: IdentityWork) -> None:
    member = await uow.households.member(command.account_id, command.member_id)
    await uow.households.remove(member)
    uow.note("identity.household.member_removed", member.id, concerns=command.account_id)


def _must_be_right(facts: MemberFacts, uow: IdentityWork) -> None:
    if faults := member_faults(facts.tidy, today=uow.now.astimezone(PARIS).date()):
        raise Invalid(faults=faults)

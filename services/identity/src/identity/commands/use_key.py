"""A family enters the key it received: its children join the household (ID-16)."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from identity.domain.activation_keys import Family, KeyUsed, WrongKey
from identity.domain.households import MOST, HouseholdFull, HouseholdMember
from identity.domain.mandates import hashed, typed
from identity.storage.work import IdentityWork


class UseKey(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    key: str


class WithdrawKey(msgspec.Struct, frozen=True):
    key_id: UUID


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """Who joined the household; those that were there already are not said again."""

    reference: str
    added: tuple[str, ...]


async def use_key(command: UseKey, uow: IdentityWork) -> Linked:
    """Attempts are counted apart, before this one (`count_step_up`): a refusal undoes nothing of that."""
    key = await uow.activation_keys.opened_by(hashed(typed(command.key)))
    if key is None:
        raise WrongKey
    family = key.use(command.account_id, at=uow.now)
    added = await _welcome(family, command.account_id, uow)
    uow.note("identity.activation_key.used", key.id, concerns=command.account_id)
    return Linked(reference=key.reference, added=added)


async def withdraw_key(command: WithdrawKey, uow: IdentityWork) -> None:
    """Lost letter, wrong family: worth nothing from now on. One that was used stays used."""
    key = await uow.activation_keys.get(command.key_id)
    if key.used_at is not None:
        raise KeyUsed
    key.withdraw(at=uow.now)
    uow.note("identity.activation_key.withdrawn", key.id)


async def _welcome(family: Family, account_id: UUID, uow: IdentityWork) -> tuple[str, ...]:
    known = await uow.households.of(account_id)
    there = {each.likeness for each in known}
    new = [child for child in family.children if child.likeness not in there]
    if len(known) + len(new) > MOST:
        raise HouseholdFull
    for child in new:
        member = uow.households.add(HouseholdMember(new_id(), account_id, child))
        uow.note("identity.household.member_added", member.id, concerns=account_id)
    return tuple(child.given_names for child in new)

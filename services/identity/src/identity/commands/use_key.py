"""A family enters the key it received: its children join the household (ID-16)."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from identity.domain.activation_keys import ActivationKey, Family, KeyUsed, WrongKey
from identity.domain.households import MOST, HouseholdFull, HouseholdMember
from identity.domain.mandates import hashed, typed
from identity.storage.work import IdentityWork


class UseKey(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    key: str


class RecogniseKey(msgspec.Struct, frozen=True, kw_only=True):
    """`counted` is where this try was counted."""

    key: str
    counted: str


class WithdrawKey(msgspec.Struct, frozen=True):
    key_id: UUID


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """Who joined the household; those that were there already are not said again."""

    reference: str
    added: tuple[str, ...]


async def use_key(command: UseKey, uow: IdentityWork) -> Linked:
    """Attempts are counted apart, before this one (`count_step_up`): a refusal undoes nothing of that."""
    return await open_with(await _typed_key(command.key, uow), command.account_id, uow)


async def open_with(key: ActivationKey, account_id: UUID, uow: IdentityWork) -> Linked:
    family = key.use(account_id, at=uow.now)
    added = await _welcome(family, account_id, uow)
    uow.note("identity.activation_key.used", key.id, concerns=account_id)
    return Linked(reference=key.reference, added=added)


async def recognise_key(command: RecogniseKey, uow: IdentityWork) -> UUID:
    """The key's id, while it may be used. Nothing of the family is told: whoever holds it has proved no address yet.
    A right key is not counted: a library's computer serves many families."""
    key = await _typed_key(command.key, uow)
    key.must_be_usable(at=uow.now)
    await uow.throttles.refund(command.counted)
    return key.id


async def withdraw_key(command: WithdrawKey, uow: IdentityWork) -> None:
    """Lost letter, wrong family: worth nothing from now on. One that was used stays used."""
    key = await uow.activation_keys.get(command.key_id)
    if key.used_at is not None:
        raise KeyUsed
    key.withdraw(at=uow.now)
    uow.note("identity.activation_key.withdrawn", key.id)


async def _typed_key(text: str, uow: IdentityWork) -> ActivationKey:
    key = await uow.activation_keys.opened_by(hashed(typed(text)))
    if key is None:
        raise WrongKey
    return key


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

"""Follow the activation link: keep or change the identifier, choose the password (ID-17)."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from chassis.refusals import Refusal
from identity.commands.look_at_account_life import TIMER
from identity.commands.use_key import Linked, open_with
from identity.domain.accounts import Account, IdentifierTaken
from identity.domain.activation_keys import KeyOver, KeyUsed
from identity.domain.households import HouseholdFull
from identity.domain.identifiers import normal
from identity.storage.activation_keys import KeyNotFound
from identity.storage.work import IdentityWork


class ActivateAccount(msgspec.Struct, frozen=True, kw_only=True):
    link_id: UUID
    identifier: str
    password_hash: str


class Activation(NamedTuple):
    """`linked` is whom the key of a letter brought; `refusal` why it brought nobody."""

    account: Account
    linked: Linked | None = None
    refusal: Refusal | None = None


async def activate_account(command: ActivateAccount, uow: IdentityWork) -> Activation:
    link = await uow.links.get(command.link_id)
    link.use(at=uow.now)
    account = await uow.accounts.get(link.account_id)
    identifier = normal(command.identifier)
    if await uow.accounts.is_taken(identifier, but_by=account.id):
        raise IdentifierTaken(await uow.accounts.free_ones(identifier))
    event = account.activate(identifier=identifier, password_hash=command.password_hash, at=uow.now)
    uow.record(event, concerns=account.id)
    await uow.mandates.remember_absence("administrator_back", account.id)
    await uow.schedule(TIMER, account.id, due_at=uow.now)
    return await _with_key(account, uow)


async def _with_key(account: Account, uow: IdentityWork) -> Activation:
    """The address is proved now. A key that was used or ended since the registration hinders nobody from coming in."""
    key_id, account.activation_key_id = account.activation_key_id, None
    if key_id is None:
        return Activation(account)
    try:
        return Activation(account, await open_with(await uow.activation_keys.get(key_id), account.id, uow))
    except (KeyUsed, KeyOver, HouseholdFull, KeyNotFound) as refused:
        return Activation(account, refusal=refused)

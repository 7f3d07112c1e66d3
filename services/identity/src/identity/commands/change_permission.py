"""Grant a member a permission, or take it back (ID-10)."""

from uuid import UUID

import msgspec

from contracts.identity import PermissionGranted, PermissionRevoked
from identity.commands.step_up import must_have_proven_lately
from identity.domain.accounts import AccountKind, AccountNotFound
from identity.domain.permissions import must_not_promote_oneself, must_suit_the_organisation, named
from identity.storage.work import IdentityWork


class ChangePermission(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    permission: str


async def grant_permission(command: ChangePermission, uow: IdentityWork) -> None:
    """Granting twice is no failure."""
    must_have_proven_lately(uow.actor, now=uow.now)
    permission = named(command.permission)
    await _must_be_member(command.account_id, uow)
    must_not_promote_oneself(uow.actor, command.account_id, permission)
    is_operator = await uow.organisations.is_support_portal(uow.actor.tenant)
    must_suit_the_organisation(permission, is_operator=is_operator)
    if not is_operator:
        (await uow.organisations.subscription_of(uow.actor.tenant)).must_open(permission)
    mandate_id = await uow.mandates.in_office()
    if await uow.grants.add(command.account_id, permission.name, mandate_id=mandate_id):
        await uow.mandates.remember("granted", command.account_id, permission=permission.name)
        uow.record(PermissionGranted(account_id=command.account_id, permission=permission.name))


async def revoke_permission(command: ChangePermission, uow: IdentityWork) -> None:
    """Revoking what was not granted is no failure."""
    must_have_proven_lately(uow.actor, now=uow.now)
    permission = named(command.permission)
    await _must_be_member(command.account_id, uow)
    if await uow.grants.remove(command.account_id, permission.name):
        await uow.mandates.remember("revoked", command.account_id, permission=permission.name)
        uow.record(PermissionRevoked(account_id=command.account_id, permission=permission.name))


async def _must_be_member(account_id: UUID, uow: IdentityWork) -> None:
    account = await uow.accounts.get(account_id)
    if account.kind is not AccountKind.MEMBER:
        raise AccountNotFound

"""Correct what is said of a member (ID-05). Their e-mail address stays theirs: they alone prove another one."""

from uuid import UUID

import msgspec

from chassis.policies import must_match
from chassis.refusals import Invalid
from identity.commands.change_permission import ChangePermission, grant_permission, revoke_permission
from identity.domain.accounts import Account, AccountKind, AccountNotFound
from identity.domain.members import MANAGE, Membership, membership_faults, must_be_administrator
from identity.domain.persons import tidy
from identity.storage.work import IdentityWork


class ChangeMember(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    membership: Membership
    version: int | None = None


async def change_member(command: ChangeMember, uow: IdentityWork) -> Account:
    said, account = command.membership, await member(command.account_id, uow)
    must_match(account.version, command.version)
    wanted = msgspec.structs.replace(said.reach, email=said.reach.email if account.is_pending else account.reach.email)
    said = msgspec.structs.replace(said, reach=wanted)
    if faults := membership_faults(said):
        raise Invalid(faults=faults)
    event = account.describe(*tidy(said.identity, account.address, said.reach))
    if event is not None:
        uow.record(event, concerns=account.id)
    uow.record(
        account.place(
            function=said.function.strip(),
            department=said.department.strip(),
            interests=said.interests,
            newsletter=said.newsletter,
        ),
        concerns=account.id,
    )
    if said.may_manage is not None:
        await _change_right(account.id, said.may_manage, uow)
    return account


async def member(account_id: UUID, uow: IdentityWork) -> Account:
    """Citizens' accounts do not exist for who keeps the members' list."""
    account = await uow.accounts.get(account_id)
    if account.kind is not AccountKind.MEMBER:
        raise AccountNotFound
    return account


async def _change_right(account_id: UUID, wanted: bool, uow: IdentityWork) -> None:
    if wanted == await uow.grants.has(account_id, MANAGE):
        return
    must_be_administrator(uow.actor)
    change = ChangePermission(account_id=account_id, permission=MANAGE)
    await (grant_permission if wanted else revoke_permission)(change, uow)

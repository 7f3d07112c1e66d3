"""The administrator closes a member's account, and opens it again; nobody else can (ID-10, ID-19, A30)."""

from uuid import UUID

import msgspec

from identity.commands.change_member import member
from identity.commands.look_at_account_life import TIMER, end_all_sessions
from identity.commands.step_up import must_have_proven_lately
from identity.domain.accounts import Deactivation
from identity.domain.mandates import AdministratorStays
from identity.domain.members import must_not_be_oneself
from identity.storage.work import IdentityWork


class InvalidateMember(msgspec.Struct, frozen=True):
    account_id: UUID


async def invalidate_member(command: InvalidateMember, uow: IdentityWork) -> None:
    """Doing it twice is no failure."""
    must_have_proven_lately(uow.actor, now=uow.now)
    account = await member(command.account_id, uow)
    must_not_be_oneself(uow.actor, account.id)
    mandate = await uow.mandates.active()
    if mandate is not None and mandate.account_id == account.id:
        raise AdministratorStays
    if account.deactivation is Deactivation.INVALIDATED:
        return
    uow.record(account.deactivate(Deactivation.INVALIDATED), concerns=account.id)
    await uow.mandates.remember("account_invalidated", account.id)
    await end_all_sessions(account, uow)


async def restore_member(command: InvalidateMember, uow: IdentityWork) -> None:
    must_have_proven_lately(uow.actor, now=uow.now)
    account = await member(command.account_id, uow)
    uow.record(account.restore(), concerns=account.id)
    await uow.mandates.remember("account_restored", account.id)
    await uow.schedule(TIMER, account.id, due_at=uow.now)

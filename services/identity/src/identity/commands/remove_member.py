"""Delete a member's account: its sessions die, its permissions go with it (ID-05, A26)."""

from uuid import UUID

import msgspec

from contracts.identity import SessionRevoked
from identity.commands.change_member import member
from identity.domain.mandates import AdministratorStays
from identity.domain.members import must_not_be_oneself
from identity.storage.work import IdentityWork


class RemoveMember(msgspec.Struct, frozen=True):
    account_id: UUID


async def remove_member(command: RemoveMember, uow: IdentityWork) -> None:
    account = await member(command.account_id, uow)
    must_not_be_oneself(uow.actor, account.id)
    mandate = await uow.mandates.active()
    if mandate is not None and mandate.account_id == account.id:
        raise AdministratorStays
    for session_id in await uow.sessions.ids_of(account.id):
        uow.record(SessionRevoked(session_id=session_id, account_id=account.id), concerns=account.id)
    uow.record(account.erase(), concerns=account.id)
    await uow.accounts.delete(account)

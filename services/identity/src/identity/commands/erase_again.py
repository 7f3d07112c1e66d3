"""A database restored from before an erasure holds the account again: it goes once more, and nobody is told twice."""

from uuid import UUID

import msgspec

from identity.storage.tables import accounts
from identity.storage.work import IdentityWork


class EraseAgain(msgspec.Struct, frozen=True):
    account_id: UUID


async def erase_again(command: EraseAgain, uow: IdentityWork) -> bool:
    """Whether there was something to erase. The event of the first time is told again by who restores."""
    account = await uow.accounts.find(accounts.c.id == command.account_id)
    if account is None:
        return False
    await uow.accounts.delete(account)
    uow.note("account.erased_again", account.id, concerns=account.id)
    return True

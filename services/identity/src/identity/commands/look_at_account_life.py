"""A timer looks at an account: warn, deactivate, or come back later (ID-19, A28, A29, A31)."""

from uuid import UUID

import msgspec

from contracts.identity import SessionRevoked
from identity.commands.revoke_assistant import revoke_assistants_of
from identity.domain.account_life import NEVER_ACTIVATED, next_look, warnings_due
from identity.domain.accounts import Account, Deactivation
from identity.storage.tables import accounts
from identity.storage.work import IdentityWork

TIMER = "account_life"


class LookAtAccountLife(msgspec.Struct, frozen=True):
    account_id: UUID


async def look_at_account_life(command: LookAtAccountLife, uow: IdentityWork) -> None:
    """Twice at the same moment, or after a clock that jumped: one warning, one change."""
    account = await uow.accounts.find(accounts.c.id == command.account_id)
    if account is None:
        return
    if account.is_pending:
        await _look_at_pending(account, uow)
    elif account.is_active:
        await _look_at_active(account, uow)


async def _look_at_pending(account: Account, uow: IdentityWork) -> None:
    end = account.created_at + NEVER_ACTIVATED
    if uow.now >= end:
        uow.record(account.deactivate(Deactivation.NEVER_ACTIVATED), concerns=account.id)
    else:
        await uow.schedule(TIMER, account.id, due_at=end)


async def _look_at_active(account: Account, uow: IdentityWork) -> None:
    end = account.ends_unused_at
    if uow.now >= end:
        uow.record(account.deactivate(Deactivation.INACTIVE), concerns=account.id)
        await uow.mandates.remember_absence("administrator_away", account.id)
        await end_all_sessions(account, uow)
        return
    due = warnings_due(end, at=uow.now)
    if due > account.warned:
        uow.record(account.warn(due), concerns=account.id)
    await uow.schedule(TIMER, account.id, due_at=next_look(end, at=uow.now))


async def end_all_sessions(account: Account, uow: IdentityWork) -> None:
    for session in await uow.sessions.alive_of(account.id):
        event: SessionRevoked = session.revoke(at=uow.now)
        uow.record(event, concerns=account.id)
    await revoke_assistants_of(account.id, uow)

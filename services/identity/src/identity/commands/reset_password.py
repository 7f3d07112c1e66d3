"""Choose a new password with the link that came by mail."""

from uuid import UUID

import msgspec

from identity.commands.end_sessions import EndSessions, end_sessions
from identity.domain import throttling
from identity.domain.accounts import Account
from identity.domain.links import Purpose
from identity.storage.work import IdentityWork


class ResetPassword(msgspec.Struct, frozen=True, kw_only=True):
    link_id: UUID
    password_hash: str


async def reset_password(command: ResetPassword, uow: IdentityWork) -> Account:
    """Whoever was signed in is out; whoever was slowed down by strangers' attempts may come in."""
    link = await uow.links.get(command.link_id)
    link.use(at=uow.now)
    account = await uow.accounts.get(link.account_id)
    account.must_be_able_to_sign_in(at=uow.now)
    uow.record(account.change_password(command.password_hash), concerns=account.id)
    await uow.links.end(Purpose.RESET, account.id)
    await uow.throttles.clear(throttling.account_key(account.id, ""))
    _ = await end_sessions(EndSessions(account_id=account.id), uow)
    return account

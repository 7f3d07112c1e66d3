"""Choose another password, being signed in and having given the present one."""

from uuid import UUID

import msgspec

from identity.commands.end_sessions import EndSessions, end_sessions
from identity.domain.links import Purpose
from identity.storage.work import IdentityWork


class ChangePassword(msgspec.Struct, frozen=True, kw_only=True):
    """`session_id` is the session that asks, the only one that goes on."""

    account_id: UUID
    session_id: UUID | None
    password_hash: str
    proof_key: str


async def change_password(command: ChangePassword, uow: IdentityWork) -> None:
    account = await uow.accounts.get(command.account_id)
    uow.record(account.change_password(command.password_hash), concerns=account.id)
    await uow.links.end(Purpose.RESET, account.id)
    await uow.throttles.clear(command.proof_key)
    _ = await end_sessions(EndSessions(account_id=account.id, but=command.session_id), uow)

"""End every session of an account: « Me déconnecter partout », or a password that changed. Its assistants end with them."""

from uuid import UUID

import msgspec

from identity.commands.revoke_assistant import revoke_assistants_of
from identity.storage.work import IdentityWork


class EndSessions(msgspec.Struct, frozen=True, kw_only=True):
    """`but` stays open."""

    account_id: UUID
    but: UUID | None = None


async def end_sessions(command: EndSessions, uow: IdentityWork) -> int:
    ended = [s for s in await uow.sessions.alive_of(command.account_id) if s.id != command.but]
    for session in ended:
        uow.record(session.revoke(at=uow.now), concerns=session.account_id)
    await revoke_assistants_of(command.account_id, uow)
    return len(ended)

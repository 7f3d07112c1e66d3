"""Note that a session is in use, once a minute at most."""

from uuid import UUID

import msgspec

from identity.storage.work import IdentityWork


class SeeSession(msgspec.Struct, frozen=True):
    session_id: UUID


async def see_session(command: SeeSession, uow: IdentityWork) -> None:
    session = await uow.sessions.get(command.session_id)
    if session.is_alive(at=uow.now):
        session.see(at=uow.now)

"""End one session: its owner signs out, here or from the list."""

from uuid import UUID

import msgspec

from identity.domain.sessions import SessionNotFound, SessionSecret
from identity.storage.work import IdentityWork


class EndSession(msgspec.Struct, frozen=True):
    secret: SessionSecret


class EndSessionOf(msgspec.Struct, frozen=True):
    session_id: UUID
    account_id: UUID


async def end_session(command: EndSession, uow: IdentityWork) -> None:
    """Ending what is unknown or ended already is no failure: the person wanted it gone."""
    session = await uow.sessions.by_secret(command.secret)
    if session is not None and session.revoked_at is None:
        uow.record(session.revoke(at=uow.now), concerns=session.account_id)


async def end_session_of(command: EndSessionOf, uow: IdentityWork) -> None:
    session = await uow.sessions.get(command.session_id)
    if session.account_id != command.account_id or session.revoked_at is not None:
        raise SessionNotFound
    uow.record(session.revoke(at=uow.now), concerns=session.account_id)

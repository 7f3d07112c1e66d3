"""Sign in, or prove again who one is, with a passkey: it is both steps at once (ID-25)."""

from uuid import UUID

import msgspec

from identity.commands.open_session import ByDevice, OpenedSession, begin_session
from identity.domain.passkeys import Ceremony, Passkey, PasskeyRefused, RelyingParty, must_be_ours, owner_handle, read
from identity.domain.sessions import SECOND_FACTOR, SessionDead, SessionSecret
from identity.storage.work import IdentityWork

ANYBODY = "anybody"


class SignInByPasskey(ByDevice, frozen=True, kw_only=True):
    """`account_id`: whose password was given a moment ago, when it is the second step; anybody's else."""

    credential: str
    site: RelyingParty
    secret: bytes
    account_id: UUID | None = None


class ProveByPasskey(msgspec.Struct, frozen=True, kw_only=True):
    session: SessionSecret
    credential: str
    site: RelyingParty
    secret: bytes


async def sign_in_by_passkey(command: SignInByPasskey, uow: IdentityWork) -> OpenedSession:
    """Raises `PasskeyRefused`; a closed account says why, as its owner has just been recognised."""
    passkey = await _proven(command.credential, command.site, command.secret, uow)
    if command.account_id is not None and passkey.account_id != command.account_id:
        raise PasskeyRefused
    account = await uow.accounts.get(passkey.account_id)
    account.must_be_able_to_sign_in(at=uow.now)
    return await begin_session(account, command, SECOND_FACTOR, uow)


async def prove_by_passkey(command: ProveByPasskey, uow: IdentityWork) -> str:
    """The session's new secret."""
    session = await uow.sessions.by_secret(command.session)
    if session is None or not session.is_alive(at=uow.now):
        raise SessionDead
    passkey = await _proven(command.credential, command.site, command.secret, uow)
    if passkey.account_id != session.account_id:
        raise PasskeyRefused
    renewed = SessionSecret.new(command.session.tenant)
    uow.record(session.prove_again(renewed, acr=SECOND_FACTOR, at=uow.now), concerns=session.account_id)
    return str(renewed)


async def _proven(credential: str, site: RelyingParty, secret: bytes, uow: IdentityWork) -> Passkey:
    answer = read(credential)
    until = must_be_ours(answer.challenge, Ceremony.PROVE, ANYBODY, secret, at=uow.now)
    passkey = await uow.passkeys.by_credential(answer.credential_id)
    if passkey is None or answer.owner != owner_handle(uow.actor.tenant, passkey.account_id):
        raise PasskeyRefused
    passkey.use(answer, site, at=uow.now)
    if not await uow.challenges.use(answer.challenge.hex(), expires_at=until):
        raise PasskeyRefused
    return passkey

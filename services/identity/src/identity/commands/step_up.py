"""Prove again who one is, inside a session: a new secret, and a fresh proof for what asks for one."""

from uuid import UUID

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import Fault, Invalid
from identity.commands.count_step_up import CountStepUp, TooManyAttempts, count_step_up
from identity.domain.passwords import LONGEST, is_too_long
from identity.domain.sessions import SessionDead, SessionSecret
from identity.storage.hashing import Hasher
from identity.storage.work import IdentityWork


class WrongPassword(Invalid):
    """Ce mot de passe n'est pas le bon."""


class RenewSession(msgspec.Struct, frozen=True):
    secret: SessionSecret
    key: str


async def renew_session(command: RenewSession, uow: IdentityWork) -> str:
    session = await uow.sessions.by_secret(command.secret)
    if session is None or not session.is_alive(at=uow.now):
        raise SessionDead
    renewed = SessionSecret.new(command.secret.tenant)
    uow.record(session.prove_again(renewed, at=uow.now), concerns=session.account_id)
    await uow.throttles.clear(command.key)
    return str(renewed)


async def prove(
    password: str,
    account_id: UUID,
    known_hash: str | None,
    *,
    commands: Commands[IdentityWork],
    hasher: Hasher,
    actor: Actor,
    pointer: str = "/password",
) -> str:
    """Check the password of somebody signed in, at most nine times in a row; returns the key of the count."""
    if is_too_long(password):
        raise WrongPassword(faults=[Fault(pointer, f"{LONGEST} caractères au plus.", "too_long")])
    key = f"step-up:{account_id}"
    if retry_after := await commands.run(count_step_up, CountStepUp(key), actor=actor):
        raise TooManyAttempts(retry_after=retry_after)
    if not await hasher.verify(known_hash, password):
        raise WrongPassword(faults=[Fault(pointer, "Ce mot de passe n'est pas le bon.", "wrong")])
    return key

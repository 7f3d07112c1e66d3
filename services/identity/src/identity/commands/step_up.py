"""Prove again who one is, inside a session: a new secret, and a fresh proof for what asks for one."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.policies import must_have_signed_in_since
from chassis.refusals import Fault, Invalid
from identity.commands.count_step_up import CountStepUp, TooManyAttempts, count_step_up
from identity.domain.passwords import LONGEST, is_too_long
from identity.domain.second_factors import WrongSecondFactor
from identity.domain.sessions import PASSWORD, SECOND_FACTOR, SessionDead, SessionSecret
from identity.storage.hashing import Hasher
from identity.storage.work import IdentityWork

PROOF_OF_RIGHTS = timedelta(minutes=15)
"""Changing who may do what asks for a proof not older than this."""


def must_have_proven_lately(actor: Actor, *, now: datetime) -> None:
    """A person; the installation itself and the timers are not asked."""
    if actor.is_signed_in:
        must_have_signed_in_since(actor, PROOF_OF_RIGHTS, now=now)


class WrongPassword(Invalid):
    """Ce mot de passe n’est pas le bon."""


class RenewSession(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is the count of attempts that ends with this success; `code` what the second factor says, `own` the
    service's secret."""

    secret: SessionSecret
    key: str
    code: str = ""
    own: bytes = b""


async def renew_session(command: RenewSession, uow: IdentityWork) -> str:
    """The new secret. Who has a second factor proves it again too; raises `WrongSecondFactor`."""
    session = await uow.sessions.by_secret(command.secret)
    if session is None or not session.is_alive(at=uow.now):
        raise SessionDead
    factor, acr = await uow.second_factors.of(session.account_id), PASSWORD
    passkey = bool(await uow.passkeys.number_of(session.account_id))
    if passkey or (factor is not None and factor.is_on):
        if factor is None or not factor.takes(command.code, command.own, at=uow.now):
            raise WrongSecondFactor(faults=[Fault("/code", "Ce code n’est pas le bon, ou il a déjà servi.", "wrong")])
        acr = SECOND_FACTOR
    renewed = SessionSecret.new(command.secret.tenant)
    uow.record(session.prove_again(renewed, acr=acr, at=uow.now), concerns=session.account_id)
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
    if not password:
        raise Invalid(faults=[Fault(pointer, "Indiquez votre mot de passe.", "required")])
    if is_too_long(password):
        raise WrongPassword(faults=[Fault(pointer, f"{LONGEST} caractères au plus.", "too_long")])
    key = f"step-up:{account_id}"
    if retry_after := await commands.run(count_step_up, CountStepUp(key), actor=actor):
        raise TooManyAttempts(retry_after=retry_after)
    if not await hasher.verify(known_hash, password):
        raise WrongPassword(faults=[Fault(pointer, "Ce mot de passe n’est pas le bon.", "wrong")])
    return key

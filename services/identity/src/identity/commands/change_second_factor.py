"""Put the second step in place, or take it away; make its recovery codes anew (ID-25)."""

from datetime import timedelta
from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.policies import must_have_signed_in_since
from identity.commands.end_sessions import EndSessions, end_sessions
from identity.domain.second_factors import (
    NoSecondFactor,
    SecondFactor,
    SecondFactorAlreadyOn,
    WrongSecondFactor,
    codes_renewed,
    new_recovery_codes,
)
from identity.storage.work import IdentityWork

PROVEN = timedelta(minutes=10)


class PrepareSecondFactor(msgspec.Struct, frozen=True):
    account_id: UUID


class ConfirmSecondFactor(msgspec.Struct, frozen=True, kw_only=True):
    """`session_id` is the session that asks: it is as strong as the new factor, and the only one that goes on."""

    account_id: UUID
    code: str
    secret: bytes
    session_id: UUID | None = None


class DropSecondFactor(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    code: str
    secret: bytes


class RenewRecoveryCodes(msgspec.Struct, frozen=True):
    account_id: UUID


async def prepare_second_factor(command: PrepareSecondFactor, uow: IdentityWork) -> SecondFactor:
    """A new one each time it is not confirmed: a picture that somebody saw before is worth nothing."""
    _ = await uow.accounts.get(command.account_id)
    known = await uow.second_factors.of(command.account_id)
    if known is not None and known.is_on:
        raise SecondFactorAlreadyOn
    anew = SecondFactor(new_id(), command.account_id, uow.now)
    if known is not None:
        # Beside passkeys, its recovery codes go on serving until it is confirmed.
        anew.recovery, anew.codes_at = known.recovery, known.codes_at
        await uow.second_factors.remove(known)
    return uow.second_factors.add(anew)


async def confirm_second_factor(command: ConfirmSecondFactor, uow: IdentityWork) -> list[str]:
    """The recovery codes, shown this once. A first code that is right proves that the application has the secret."""
    factor = await uow.second_factors.of(command.account_id)
    if factor is None:
        raise NoSecondFactor
    codes = new_recovery_codes()
    uow.record(factor.confirm(command.code, command.secret, codes, at=uow.now), concerns=factor.account_id)
    await keep_strong_session(factor.account_id, command.session_id, uow)
    return codes


async def drop_second_factor(command: DropSecondFactor, uow: IdentityWork) -> None:
    factor = await uow.second_factors.of(command.account_id)
    if factor is None or not factor.is_on:
        raise NoSecondFactor
    if not factor.takes(command.code, command.secret, at=uow.now):
        raise WrongSecondFactor
    uow.record(factor.off(), concerns=factor.account_id)
    # Beside passkeys, the recovery codes go on serving.
    if not await uow.passkeys.number_of(factor.account_id):
        await uow.second_factors.remove(factor)


async def renew_recovery_codes(command: RenewRecoveryCodes, uow: IdentityWork) -> list[str]:
    """Shown this once; those from before open nothing any more. For who has an application or a passkey: also one whose
    codes were voided with their space taken back."""
    must_have_signed_in_since(uow.actor, PROVEN, now=uow.now)
    factor, codes = await uow.second_factors.of(command.account_id), new_recovery_codes()
    has_passkey = await uow.passkeys.number_of(command.account_id) > 0
    if not (has_passkey or (factor is not None and factor.is_on)):
        raise NoSecondFactor
    if factor is not None:
        uow.record(factor.renew_codes(codes, at=uow.now), concerns=command.account_id)
        return codes
    _ = uow.second_factors.add(SecondFactor.of_recovery_codes(new_id(), command.account_id, codes, at=uow.now))
    uow.record(codes_renewed(command.account_id), concerns=command.account_id)
    return codes


async def keep_strong_session(account_id: UUID, session_id: UUID | None, uow: IdentityWork) -> None:
    """Sessions opened with the password alone end; the one at hand goes on, as strong as what it has just shown."""
    _ = await end_sessions(EndSessions(account_id=account_id, but=session_id), uow)
    for session in await uow.sessions.alive_of(account_id):
        uow.record(session.strengthen(), concerns=account_id)

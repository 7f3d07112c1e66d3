"""Add, name and take away a passkey (ID-25)."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.policies import must_have_signed_in_since
from identity.commands.change_second_factor import PROVEN, keep_strong_session
from identity.domain.passkeys import (
    MOST,
    Ceremony,
    Entrance,
    Passkey,
    PasskeyNotFound,
    PasskeyRefused,
    RelyingParty,
    TooManyPasskeys,
    made,
    must_be_ours,
    named,
    read,
)
from identity.domain.second_factors import SecondFactor, new_recovery_codes
from identity.storage.work import IdentityWork


class AddPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """`credential` is the device's answer; `secret` the service's own."""

    account_id: UUID
    session_id: UUID | None
    name: str
    credential: str
    entrance: Entrance
    site: RelyingParty
    secret: bytes


class RenamePasskey(msgspec.Struct, frozen=True, kw_only=True):
    passkey_id: UUID
    account_id: UUID
    name: str


class RemovePasskey(msgspec.Struct, frozen=True, kw_only=True):
    passkey_id: UUID
    account_id: UUID


async def add_passkey(command: AddPasskey, uow: IdentityWork) -> list[str]:
    """Recovery codes, shown this once, where the account had none yet: a lost telephone must not lock its owner out."""
    must_have_signed_in_since(uow.actor, PROVEN, now=uow.now)
    name, answer = named(command.name), read(command.credential)
    until = must_be_ours(answer.challenge, Ceremony.ADD, str(command.account_id), command.secret, at=uow.now)
    if not await uow.challenges.use(answer.challenge.hex(), expires_at=until):
        raise PasskeyRefused
    if await uow.passkeys.number_of(command.account_id) >= MOST:
        raise TooManyPasskeys
    pair = made(command.credential, command.site, answer.challenge)
    if await uow.passkeys.by_credential(pair.credential_id) is not None:
        raise PasskeyRefused
    passkey = uow.passkeys.add(
        Passkey(new_id(), command.account_id, command.entrance, command.site.host, *pair, name, uow.now)
    )
    uow.record(passkey.added(), concerns=passkey.account_id)
    await keep_strong_session(command.account_id, command.session_id, uow)
    if await uow.second_factors.of(command.account_id) is not None:
        return []
    codes = new_recovery_codes()
    _ = uow.second_factors.add(SecondFactor.of_recovery_codes(new_id(), command.account_id, codes, at=uow.now))
    return codes


async def rename_passkey(command: RenamePasskey, uow: IdentityWork) -> None:
    passkey = await _own(command.passkey_id, command.account_id, uow)
    passkey.rename(command.name)


async def remove_passkey(command: RemovePasskey, uow: IdentityWork) -> None:
    """With the last way of taking a second step, the recovery codes go too."""
    must_have_signed_in_since(uow.actor, PROVEN, now=uow.now)
    passkey = await _own(command.passkey_id, command.account_id, uow)
    uow.record(passkey.removed(), concerns=passkey.account_id)
    await uow.passkeys.remove(passkey)
    factor = await uow.second_factors.of(command.account_id)
    if factor is not None and not factor.is_on and not await uow.passkeys.number_of(command.account_id):
        await uow.second_factors.remove(factor)


async def _own(passkey_id: UUID, account_id: UUID, uow: IdentityWork) -> Passkey:
    passkey = await uow.passkeys.get(passkey_id)
    if passkey.account_id != account_id:
        raise PasskeyNotFound
    return passkey

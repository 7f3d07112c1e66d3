"""A key for a program: made, rotated, revoked; that it was used."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from notifier.domain.programs.api_key import ApiKey, KeyText, KeyWanted, must_be_a_key
from notifier.domain.programs.refusals import TooManyKeys
from notifier.storage.work import NotifierWork

MOST = 20


class MakeKey(msgspec.Struct, frozen=True, kw_only=True):
    wanted: KeyWanted
    text: KeyText


class RotateKey(msgspec.Struct, frozen=True, kw_only=True):
    """`keep_former`: both texts open for a week; otherwise the one before stops now, because others may know it."""

    key_id: UUID
    text: KeyText
    keep_former: bool = True


class OfKey(msgspec.Struct, frozen=True):
    key_id: UUID


async def make_key(command: MakeKey, uow: NotifierWork) -> ApiKey:
    wanted, text = must_be_a_key(command.wanted), command.text
    if await uow.api_keys.count_living() >= MOST:
        raise TooManyKeys
    key = ApiKey(
        id=new_id(),
        wanted=wanted,
        digest=text.digest,
        hint=text.hint,
        created_at=uow.now,
        created_by=uow.actor.account,
    )
    uow.note("api_key.made", key.id)
    return uow.api_keys.add(key)


async def rotate_key(command: RotateKey, uow: NotifierWork) -> ApiKey:
    key = await uow.api_keys.get(command.key_id)
    key.rotate(command.text, keep_former=command.keep_former, at=uow.now)
    uow.note("api_key.rotated", key.id)
    return key


async def revoke_key(command: OfKey, uow: NotifierWork) -> ApiKey:
    key = await uow.api_keys.get(command.key_id)
    key.revoke(at=uow.now)
    uow.note("api_key.revoked", key.id)
    return key


async def note_use(command: OfKey, uow: NotifierWork) -> ApiKey:
    """No line in the journal: what it was used for writes its own."""
    key = await uow.api_keys.get(command.key_id)
    key.used(at=uow.now)
    return key

"""Activation keys as agents see them: batches, how many of each were used, and what goes on paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.activation_keys import ActivationKey
from identity.storage.activation_keys import KeyNotFound, key_from
from identity.storage.tables import activation_keys

MOST_BATCHES = 50


class KeyBatches(msgspec.Struct, frozen=True):
    """The newest fifty."""


class KeysOf(msgspec.Struct, frozen=True, kw_only=True):
    batch_id: UUID
    now: datetime


class BatchLine(msgspec.Struct, frozen=True, kw_only=True):
    batch_id: UUID
    issued_at: datetime
    expires_at: datetime
    keys: int
    used: int
    withdrawn: int


class KeyLine(msgspec.Struct, frozen=True, kw_only=True):
    """`status` is waiting, used, withdrawn or over. The key itself is on the letter alone."""

    id: UUID
    reference: str
    name: str
    status: str
    used_at: datetime | None


class LetterKeys(msgspec.Struct, frozen=True):
    batch_id: UUID


async def key_batches(_: KeyBatches, __: Actor, connection: AsyncConnection) -> list[BatchLine]:
    k = activation_keys.c
    counted = (
        select(
            k.batch_id,
            func.min(k.issued_at).label("issued_at"),
            func.max(k.expires_at).label("expires_at"),
            func.count().label("keys"),
            func.count(k.used_at).label("used"),
            func.count(k.withdrawn_at).label("withdrawn"),
        )
        .group_by(k.batch_id)
        .order_by(func.min(k.issued_at).desc())
        .limit(MOST_BATCHES)
    )
    return [BatchLine(**row._mapping) for row in await connection.execute(counted)]


async def keys_of(question: KeysOf, _: Actor, connection: AsyncConnection) -> list[KeyLine]:
    rows = await _batch(question.batch_id, connection)
    return [
        KeyLine(
            id=key.id,
            reference=key.reference,
            name=key.family.name if key.family else "",
            status=_status(key, question.now),
            used_at=key.used_at,
        )
        for key in map(key_from, rows)
    ]


async def letter_keys(question: LetterKeys, _: Actor, connection: AsyncConnection) -> list[ActivationKey]:
    """Those that may still be used: the others have nothing to say on paper any more."""
    return [key for key in map(key_from, await _batch(question.batch_id, connection)) if key.family is not None]


async def _batch(batch_id: UUID, connection: AsyncConnection) -> list[Any]:
    k = activation_keys.c
    found = select(activation_keys).where(k.batch_id == batch_id).order_by(k.reference, k.id)
    rows = list((await connection.execute(found)).all())
    if not rows:
        raise KeyNotFound
    return rows


def _status(key: ActivationKey, now: datetime) -> str:
    if key.used_at is not None:
        return "used"
    if key.withdrawn_at is not None:
        return "withdrawn"
    return "over" if now >= key.expires_at else "waiting"

"""Which keys are there, and which one is this?"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.domain.programs.api_key import ApiKey
from notifier.domain.programs.refusals import KeyNotFound
from notifier.storage.programs import api_key_of, api_keys, is_of_key

_k = api_keys.c


class KeyView(msgspec.Struct, frozen=True, kw_only=True):
    """`mode`: live, team, test. `hint`: how its text ends. `former_until`: until when the text before opens too."""

    id: UUID
    name: str
    mode: str
    scopes: tuple[str, ...]
    hint: str
    created_at: datetime
    rotated_at: datetime | None
    former_until: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class KeyLike(NamedTuple):
    digest: str
    now: datetime


async def list_keys(_: None, __: Actor, connection: AsyncConnection) -> list[KeyView]:
    """Those in service first, the newest of them first."""
    ordered = select(api_keys).order_by(_k.revoked_at.desc().nulls_first(), _k.created_at.desc(), _k.id)
    return [key_view(api_key_of(row)) for row in (await connection.execute(ordered)).all()]


async def show_key(key_id: UUID, _: Actor, connection: AsyncConnection) -> KeyView:
    row = (await connection.execute(select(api_keys).where(_k.id == key_id))).one_or_none()
    if row is None:
        raise KeyNotFound
    return key_view(api_key_of(row))


async def key_with(question: KeyLike, _: Actor, connection: AsyncConnection) -> ApiKey | None:
    found = select(api_keys).where(is_of_key(question.digest, at=question.now))
    row = (await connection.execute(found)).one_or_none()
    return api_key_of(row) if row is not None else None


def key_view(key: ApiKey) -> KeyView:
    return KeyView(
        id=key.id,
        name=key.wanted.name,
        mode=str(key.wanted.mode),
        scopes=tuple(str(scope) for scope in key.wanted.scopes),
        hint=key.hint,
        created_at=key.created_at,
        rotated_at=key.rotated_at,
        former_until=key.former_until,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
    )

"""A person's passkeys."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.queries.profile import ProfileOf
from identity.storage.tables import passkeys


class PasskeyLine(msgspec.Struct, frozen=True, kw_only=True):
    """`entrance`: where it opens, portal or agents; `host` is that site's."""

    passkey_id: UUID
    name: str
    entrance: str
    host: str
    created_at: datetime
    last_used_at: datetime | None


async def passkeys_of(question: ProfileOf, _: Actor, connection: AsyncConnection) -> list[PasskeyLine]:
    found = select(passkeys).where(passkeys.c.account_id == question.account_id)
    rows = await connection.execute(found.order_by(passkeys.c.created_at, passkeys.c.id))
    return [
        PasskeyLine(
            passkey_id=row.id,
            name=row.name,
            entrance=row.entrance,
            host=row.host,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )
        for row in rows
    ]


async def passkeys_known_at(question: ProfileOf, _: Actor, connection: AsyncConnection) -> list[bytes]:
    """Their public ids, so that a device is not asked for a second one."""
    found = select(passkeys.c.credential_id).where(passkeys.c.account_id == question.account_id)
    return list((await connection.execute(found)).scalars())

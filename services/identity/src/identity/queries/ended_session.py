"""Why a session opens nothing any more: somebody ended it, or it grew old."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.sessions import SessionSecret
from identity.storage.tables import sessions


async def was_ended(secret: SessionSecret, actor: Actor, connection: AsyncConnection) -> bool:
    """Signed out, here or everywhere, or its account is gone. One that only grew old may be followed by another."""
    row = (await connection.execute(select(sessions.c.revoked_at).where(sessions.c.secret_hash == secret.hash))).first()
    return row is None or row.revoked_at is not None

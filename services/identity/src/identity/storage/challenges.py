"""Robot checks that were used, so that none serves twice."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import UnitOfWork
from identity.storage.tables import used_challenges

NOBODY: Final = b""
"""Whom a check has served when nothing is waited for: it was in vain, or served what is no sign-in."""


class Challenges:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def use(self, challenge: str, *, expires_at: datetime, served: bytes | None = NOBODY) -> bool:
        """False when it was used before, also by a request that runs at this moment. Without `served`, it is told later."""
        connection = self._uow.connection
        await connection.execute(delete(used_challenges).where(used_challenges.c.expires_at < self._uow.now))
        used = (
            insert(used_challenges)
            .values(challenge=challenge, expires_at=expires_at, served=served)
            .on_conflict_do_nothing()
        )
        return (await connection.execute(used)).rowcount == 1

    async def served(self, challenge: str) -> bytes | None:
        """Who came in with it; None while they are still at it."""
        found = select(used_challenges.c.served).where(used_challenges.c.challenge == challenge)
        return await self._uow.connection.scalar(found)

    async def note_served(self, challenge: str, whom: bytes) -> None:
        noted = update(used_challenges).where(used_challenges.c.challenge == challenge).values(served=whom)
        await self._uow.connection.execute(noted)

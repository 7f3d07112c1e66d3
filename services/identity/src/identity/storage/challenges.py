"""Robot checks that were used, so that none serves twice."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import UnitOfWork
from identity.storage.tables import used_challenges


class Challenges:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def use(self, challenge: str, *, expires_at: datetime) -> bool:
        """False when it was used before, also by a request that runs at this moment."""
        connection = self._uow.connection
        await connection.execute(delete(used_challenges).where(used_challenges.c.expires_at < self._uow.now))
        used = insert(used_challenges).values(challenge=challenge, expires_at=expires_at).on_conflict_do_nothing()
        return (await connection.execute(used)).rowcount == 1

    async def has_served(self, challenge: str, whom: bytes) -> bool:
        """Whether it was used by these who then came in."""
        found = select(used_challenges.c.served).where(used_challenges.c.challenge == challenge)
        return await self._uow.connection.scalar(found) == whom

    async def note_served(self, challenge: str, whom: bytes) -> None:
        noted = update(used_challenges).where(used_challenges.c.challenge == challenge).values(served=whom)
        await self._uow.connection.execute(noted)

"""Agents' leave to read, kept: one at a time per agent and dossier."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.repository import Repository
from documents.domain.reading_grant import Ended, ReadingGrant
from documents.domain.refusals import ReadingNotFound
from documents.storage.tables import reading_grants


class Readings(Repository[ReadingGrant]):
    table = reading_grants
    missing = ReadingNotFound

    def load(self, row: Any) -> ReadingGrant:
        return ReadingGrant(
            id=row.id,
            bundle=row.bundle_id,
            reader=row.reader,
            purpose=row.purpose,
            granted_at=row.granted_at,
            expires_at=row.expires_at,
            reads=row.reads,
            last_read_at=row.last_read_at,
            ended_at=row.ended_at,
            ended=Ended(row.ended) if row.ended else None,
            version=row.version,
        )

    def dump(self, aggregate: ReadingGrant) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "bundle_id": a.bundle,
            "reader": a.reader,
            "purpose": a.purpose,
            "granted_at": a.granted_at,
            "expires_at": a.expires_at,
            "reads": a.reads,
            "last_read_at": a.last_read_at,
            "ended_at": a.ended_at,
            "ended": str(a.ended) if a.ended else None,
        }

    async def standing(self, bundle_id: UUID, reader: UUID) -> ReadingGrant | None:
        """The one that holds now, locked."""
        c = reading_grants.c
        holds = (c.ended_at.is_(None), c.expires_at > self.uow.now)
        return await self.find(c.bundle_id == bundle_id, c.reader == reader, *holds)

    async def was_withdrawn(self, bundle_id: UUID, reader: UUID) -> bool:
        c = reading_grants.c
        withdrawn = select(c.id).where(c.bundle_id == bundle_id, c.reader == reader, c.ended == str(Ended.WITHDRAWN))
        return await self.uow.connection.scalar(withdrawn.limit(1)) is not None

    async def all_standing(self, bundle_id: UUID) -> list[ReadingGrant]:
        c = reading_grants.c
        holds = select(c.id).where(c.bundle_id == bundle_id, c.ended_at.is_(None), c.expires_at > self.uow.now)
        found = (await self.uow.connection.execute(holds.order_by(c.id))).scalars().all()
        return [await self.get(one) for one in found]

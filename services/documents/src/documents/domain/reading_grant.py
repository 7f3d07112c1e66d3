"""An agent's leave to read the pieces of one dossier: for a purpose, for a time, and told to whom they belong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.documents import GrantCreated, GrantRevoked
from documents.domain.refusals import ReadingOver

LASTS = timedelta(days=30)
"""While the dossier is examined; read on, it begins anew."""
AFTERWARDS = timedelta(hours=24)
"""Once the dossier has ended, each reason holds for a day."""
LONGEST_PURPOSE = 200


class Ended(StrEnum):
    WITH_THE_DOSSIER = "dossier"
    WITHDRAWN = "withdrawn"
    """By whoever answers for the organisation's files: this agent reads nothing of this dossier any more."""


@dataclass
class ReadingGrant:
    """One per agent and dossier at a time. `expires_at` comes by itself, `ended_at` earlier."""

    id: UUID
    bundle: UUID
    reader: UUID
    purpose: str
    granted_at: datetime
    expires_at: datetime
    reads: int = 0
    last_read_at: datetime | None = None
    ended_at: datetime | None = None
    ended: Ended | None = None
    version: int = 0

    def created(self) -> GrantCreated:
        return GrantCreated(grant_id=self.id, bundle_id=self.bundle, reader_id=self.reader)

    def stands(self, *, at: datetime) -> bool:
        return self.ended_at is None and self.expires_at > at

    def read(self, *, at: datetime) -> None:
        self.reads, self.last_read_at = self.reads + 1, at

    def end(self, how: Ended, *, at: datetime) -> GrantRevoked:
        if not self.stands(at=at):
            raise ReadingOver
        self.ended_at, self.ended = at, how
        return GrantRevoked(grant_id=self.id, bundle_id=self.bundle, reader_id=self.reader)

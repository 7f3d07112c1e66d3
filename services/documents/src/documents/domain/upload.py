"""A file on its way in several requests, which may be hours, connections and instances apart."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from documents.domain import refusals
from documents.domain.sealing import Place

KEPT = timedelta(hours=24)
"""How long an upload waits for its next byte."""
REMEMBERED = timedelta(days=7)
"""How long an ended one is answered with what became of it, rather than with « unknown »."""


class UploadStatus(StrEnum):
    RECEIVING = "receiving"
    COMPLETE = "complete"
    ABORTED = "aborted"
    EXPIRED = "expired"


@dataclass
class Upload:
    """`length` is known from the beginning, and reserved. `wrapped_key` opens its parts, and nothing else.

    `bundle` None: it goes to the sender's safe. `file_id` is what it became.
    """

    id: UUID
    uploader: UUID
    bundle: UUID | None
    issuer: str
    name: str
    length: int
    wrapped_key: bytes
    expires_at: datetime
    offset: int = 0
    parts: int = 0
    status: UploadStatus = UploadStatus.RECEIVING
    cause: str | None = None
    file_id: UUID | None = None
    version: int = 0

    @property
    def is_whole(self) -> bool:
        """Every byte has come; it may still have to become a file."""
        return self.offset == self.length

    def place_of(self, tenant: UUID, part: int) -> Place:
        return Place(tenant, self.id, part)

    def must_be_receiving(self) -> None:
        if self.status is not UploadStatus.RECEIVING:
            raise refusals.UploadEnded(self.cause)

    def take(self, size: int, *, at_offset: int, now: datetime) -> int:
        """One more part, which must follow what has come already. Returns its number."""
        self.must_be_receiving()
        if at_offset != self.offset:
            raise refusals.UploadElsewhere
        if self.offset + size > self.length:
            raise refusals.MoreThanAnnounced
        self.offset, self.parts, self.expires_at = self.offset + size, self.parts + 1, now + KEPT
        return self.parts

    def arrive(self, file_id: UUID, size: int) -> None:
        """All of it came at once: no part of it was ever kept. Of two connections that bring it, one is first."""
        if self.offset != 0 or size != self.length:
            raise refusals.UploadElsewhere
        self.must_be_receiving()
        self.offset = size
        self.become(file_id)

    def become(self, file_id: UUID) -> None:
        self.must_be_receiving()
        self._end(UploadStatus.COMPLETE)
        self.file_id = file_id

    def abort(self, cause: str | None = None) -> None:
        """Given up by its sender, or refused for what it holds."""
        self.must_be_receiving()
        self._end(UploadStatus.ABORTED)
        self.cause = cause

    def expire(self, *, now: datetime) -> bool:
        """False when it was continued meanwhile, or has ended."""
        if self.status is not UploadStatus.RECEIVING or self.expires_at > now:
            return False
        self._end(UploadStatus.EXPIRED)
        return True

    def _end(self, status: UploadStatus) -> None:
        # What a person wrote is not kept with what is over.
        self.status, self.name = status, ""

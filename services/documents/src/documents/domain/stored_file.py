"""A file: received once, checked once, held by a safe, by bundles, or by both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from contracts.documents import FileClean, FileInfected, FileUnscannable
from documents.domain import refusals
from documents.domain.sealing import Place

UNATTACHED_KEPT = timedelta(hours=24)
"""How long a file sent to a safe may wait to become part of a piece."""

OPENED = "documents.file.opened"
"""What the journal calls an opening."""


class Status(StrEnum):
    QUARANTINED = "quarantined"
    SCANNING = "scanning"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"
    SCAN_ERROR = "scan_error"


UNDECIDED = frozenset({Status.QUARANTINED, Status.SCANNING, Status.SCAN_ERROR})


class Content(NamedTuple):
    """Bytes at rest. The checked version replaces the one received: same key, next `version`, another object."""

    version: int
    object_key: str
    size: int
    media_type: str
    sha256: str
    seal: str | None = None
    """SHA-256 of the object as it lies in the store (older ones: BLAKE2b-128): the nightly check needs no key. None for
    the oldest."""


@dataclass
class StoredFile:
    """`holders` counts the keys that wrap the file's own: when none is left, its bytes go.

    `scan_key` is the file's key for the checks, which run in nobody's name; it is gone once they have decided.
    `keep_until` is set while nothing but an unfinished form wants the file.
    """

    id: UUID
    uploader: UUID
    content: Content
    received_at: datetime
    status: Status = Status.QUARANTINED
    cause: str | None = None
    decided_at: datetime | None = None
    scan_key: bytes | None = None
    holders: int = 0
    keep_until: datetime | None = None
    version: int = 0

    def place(self, tenant: UUID, *, version: int | None = None) -> Place:
        return Place(tenant, self.id, version or self.content.version)

    @property
    def is_undecided(self) -> bool:
        return self.status in UNDECIDED

    def must_be_readable_by(self, reader: UUID | None) -> None:
        """A checked file may be read by whoever was let in; an unchecked one by who sent it; an infected one by nobody."""
        if self.status is Status.INFECTED:
            raise refusals.FileInfected
        if self.status is Status.CLEAN or reader == self.uploader:
            return
        raise refusals.FileInAnalysis if self.is_undecided else refusals.FileUnsafe

    def must_be_worth_keeping(self) -> None:
        """What the checks refused is not copied anywhere."""
        if self.status is Status.INFECTED:
            raise refusals.FileInfected
        if self.status is Status.UNSCANNABLE:
            raise refusals.FileUnsafe

    def begin_check(self) -> bool:
        """False when it was already decided: there is nothing to do."""
        if not self.is_undecided:
            return False
        self.status = Status.SCANNING
        return True

    def pass_check(self, checked: Content, bundles: list[UUID], *, at: datetime) -> list[FileClean]:
        self.content = checked
        self._decide(Status.CLEAN, None, at)
        return [FileClean(file_id=self.id, bundle_id=bundle) for bundle in bundles or [None]]

    def is_infected(self, name: str, bundles: list[UUID], *, at: datetime) -> list[FileInfected]:
        self._decide(Status.INFECTED, name, at)
        return [FileInfected(file_id=self.id, bundle_id=bundle) for bundle in bundles or [None]]

    def is_unscannable(self, cause: str, bundles: list[UUID], *, at: datetime) -> list[FileUnscannable]:
        self._decide(Status.UNSCANNABLE, cause, at)
        return [FileUnscannable(file_id=self.id, bundle_id=bundle) for bundle in bundles or [None]]

    def postpone_check(self, cause: str) -> None:
        self.status, self.cause = Status.SCAN_ERROR, cause

    def _decide(self, status: Status, cause: str | None, at: datetime) -> None:
        self.status, self.cause, self.decided_at, self.scan_key = status, cause, at, None

    def verdict_for(self, bundle: UUID) -> FileClean | FileInfected | FileUnscannable | None:
        """What a bundle that joins later is told: the others heard it when it was decided."""
        match self.status:
            case Status.CLEAN:
                return FileClean(file_id=self.id, bundle_id=bundle)
            case Status.INFECTED:
                return FileInfected(file_id=self.id, bundle_id=bundle)
            case Status.UNSCANNABLE:
                return FileUnscannable(file_id=self.id, bundle_id=bundle)
            case _:
                return None

    def hold(self) -> None:
        """One more key wraps this file's."""
        self.holders += 1

    def keep(self) -> None:
        """Somebody wants it for good."""
        self.keep_until = None

    def release(self) -> bool:
        """One key fewer; True when it was the last, and the bytes are to go."""
        self.holders -= 1
        return self.holders <= 0

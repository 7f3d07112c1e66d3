"""Pieces joined to a dossier: references to files that the documents service keeps."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.demarches import PieceReceived
from demarches.domain.refusals import PieceAlreadyReceived, PieceFull, PieceNotFound

MOST_FILES = 4


class FileStatus(StrEnum):
    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"
    ERASED = "erased"


REFUSED = (FileStatus.INFECTED, FileStatus.UNSCANNABLE)


@dataclass
class Piece:
    """One document of a type (recto and verso are two files of one piece); `request_id` when it answers a demand."""

    id: UUID
    dossier_id: UUID
    type: str
    label: str
    added_at: datetime
    by_applicant: bool = True
    request_id: UUID | None = None
    files: int = 0
    version: int = 0

    def add_files(self, count: int) -> None:
        if self.files + count > MOST_FILES:
            raise PieceFull
        self.files += count

    def remove_file(self) -> None:
        self.files -= 1

    def must_be(self, piece_id: UUID) -> None:
        if self.id != piece_id:
            raise PieceNotFound

    def received(self) -> PieceReceived:
        return PieceReceived(dossier_id=self.dossier_id, piece_id=self.id)


@dataclass
class PieceRequest:
    """A demand for a piece. While an `indispensable` one is missing, the legal period does not run (CRPA L114-5)."""

    id: UUID
    dossier_id: UUID
    type: str
    label: str
    reason: str
    indispensable: bool
    asked_at: datetime
    asked_by: UUID
    answered_at: datetime | None = None
    version: int = 0

    def answer(self, *, at: datetime) -> None:
        if self.answered_at is not None:
            raise PieceAlreadyReceived
        self.answered_at = at

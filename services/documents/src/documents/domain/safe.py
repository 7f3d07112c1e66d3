"""« Mes pièces justificatives »: one person's storage space, and the pieces in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.refusals import Fault, Invalid
from contracts.documents import PIECE_TYPES, PieceReplaced, PieceRestored, PieceTrashed
from documents.domain import refusals

MOST_PIECES = 10
MOST_FILES = 4
LONGEST_LABEL = 120
MOST_FORMER_FILES = 12
"""Files of former versions that a piece keeps; older ones go."""
TRASH_KEPT = timedelta(days=30)
REMINDED_BEFORE = (30, 7)
"""Days before the end of a piece's validity at which its owner is told."""


@dataclass
class Safe:
    """One per personal space; `id` is its owner's account. Its row is the lock behind which pieces are counted."""

    id: UUID
    key_id: UUID
    wrapped_key: bytes
    pieces: int = 0
    version: int = 0

    def make_room(self) -> None:
        if self.pieces >= MOST_PIECES:
            raise refusals.SafeFull
        self.pieces += 1

    def free_room(self) -> None:
        self.pieces -= 1


@dataclass
class Piece:
    """A supporting document of one type: 1 to 4 files (recto, verso)."""

    id: UUID
    owner: UUID
    type: str
    label: str
    valid_until: date | None
    added_at: datetime
    changed_at: datetime
    files: int = 0
    trashed_at: datetime | None = None
    version: int = 0

    @classmethod
    def new(
        cls, piece_id: UUID, owner: UUID, *, type: str, label: str, valid_until: date | None, at: datetime
    ) -> "Piece":
        must_be_a_piece_type(type)
        return cls(piece_id, owner, type, a_label(label), valid_until, at, at)

    def take(self, files: int, *, at: datetime) -> None:
        if self.files + files > MOST_FILES:
            raise refusals.PieceFull
        self.files, self.changed_at = self.files + files, at

    def lose(self, files: int, *, at: datetime) -> None:
        if self.files - files < 1:
            raise refusals.PieceWithoutFile
        self.files, self.changed_at = self.files - files, at

    def arrange(self, wanted: Sequence[UUID], *, standing: Sequence[UUID], at: datetime) -> None:
        """Raises `FilesChanged` unless these are the very files that stand for it."""
        if sorted(wanted) != sorted(standing):
            raise refusals.FilesChanged
        self.changed_at = at

    def replace(self, files: int, *, at: datetime) -> PieceReplaced:
        """Newer files stand for it; the former ones become its history."""
        if files > MOST_FILES:
            raise refusals.PieceFull
        self.files, self.changed_at = files, at
        return PieceReplaced(piece_id=self.id)

    def trash(self, *, at: datetime) -> PieceTrashed:
        self.trashed_at = at
        return PieceTrashed(piece_id=self.id)

    def restore(self) -> PieceRestored:
        self.trashed_at = None
        return PieceRestored(piece_id=self.id)

    def rename(self, label: str, valid_until: date | None, *, at: datetime) -> None:
        self.label, self.valid_until, self.changed_at = a_label(label), valid_until, at


def must_be_a_piece_type(type: str) -> None:
    if type not in PIECE_TYPES:
        raise Invalid(faults=[Fault("/type", "Choisissez un type de pièce dans la liste.", "unknown")])


def a_label(label: str) -> str:
    """The label without needless spaces; raises `Invalid` when nothing or too much is left."""
    shown = " ".join(label.split())
    if not shown:
        raise Invalid(
            faults=[Fault("/label", "Donnez un nom à cette pièce, par exemple « Facture EDF mars ».", "empty")]
        )
    if len(shown) > LONGEST_LABEL:
        raise Invalid(faults=[Fault("/label", f"{LONGEST_LABEL} caractères au plus.", "length")])
    return shown

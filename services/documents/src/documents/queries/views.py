"""What the API shows."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from documents.domain.media import MediaType, named_after
from documents.domain.safe import MOST_PIECES, Piece
from documents.domain.stored_file import StoredFile


class FileView(msgspec.Struct, kw_only=True):
    """`cause` says why a file was refused, in the reader's language; `status` is quarantined, scanning, clean, infected, unscannable or
    scan_error."""

    file_id: UUID
    name: str
    size: int
    media_type: str
    sha256: str
    status: str
    cause: str | None = None
    pages: int | None = None
    """How many can be looked at; null while none can."""
    replaced_at: datetime | None = None

    @classmethod
    def of(cls, file: StoredFile, name: str) -> "FileView":
        content = file.content
        return cls(
            file_id=file.id,
            name=named_after(name, MediaType(content.media_type)),
            size=content.size,
            media_type=content.media_type,
            sha256=content.sha256,
            status=str(file.status),
            cause=file.cause,
        )


class ReceivedView(FileView, kw_only=True):
    """`receipt` proves to who keeps the bundle that this file was received in it; null for a file of a safe."""

    receipt: str | None = None


class PieceView(msgspec.Struct, kw_only=True):
    id: UUID
    type: str
    type_label: str
    label: str
    valid_until: date | None
    added_at: datetime
    changed_at: datetime
    version: int
    files: list[FileView] = []
    former: list[FileView] = []
    """Files of former versions, the newest first."""
    trashed_at: datetime | None = None


class PieceLine(msgspec.Struct, kw_only=True):
    """A piece after a change; its files are in the list of the safe."""

    id: UUID
    type: str
    label: str
    valid_until: date | None
    files: int
    version: int

    @classmethod
    def of(cls, piece: Piece) -> "PieceLine":
        return cls(
            id=piece.id,
            type=piece.type,
            label=piece.label,
            valid_until=piece.valid_until,
            files=piece.files,
            version=piece.version,
        )


class SafeView(msgspec.Struct, kw_only=True):
    """`count` of `limit`: « 7 sur 10 »."""

    count: int
    limit: int = MOST_PIECES
    pieces: list[PieceView] = []
    trash: list[PieceView] = []
    """What was thrown away less than 30 days ago, the newest first."""


class AttachedView(msgspec.Struct, kw_only=True):
    files: list[ReceivedView]


class OpeningView(msgspec.Struct, kw_only=True):
    """One line of who opened what. `by` is you, agent, visitor or service; `reader` is an agent's name, when identity
    tells it; `purpose` is what the reader gave as reason. `name` is what the file is called in the request or ticket
    that it was handed over with; null for one that no request has."""

    at: datetime
    by: str
    file_id: UUID
    purpose: str | None
    name: str | None = None
    reader: str | None = None
    reader_id: UUID | None = None


class UploadView(msgspec.Struct, kw_only=True):
    """An upload in several requests. `status` is receiving, complete, aborted or expired."""

    id: UUID
    offset: int
    length: int
    status: str
    file: ReceivedView | None = None

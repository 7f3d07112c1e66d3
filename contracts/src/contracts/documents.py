"""What the documents service tells the others. `bundle_id` is the id of the dossier or ticket, if any."""

from typing import ClassVar
from uuid import UUID

from contracts.events import Event


class FileClean(Event, frozen=True, kw_only=True):
    """The file passed every check and may be read by those entitled."""

    type: ClassVar[str] = "documents.file.clean.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID
    bundle_id: UUID | None


class FileInfected(Event, frozen=True, kw_only=True):
    """The file holds malware; nobody will read it."""

    type: ClassVar[str] = "documents.file.infected.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID
    bundle_id: UUID | None


class FileUnscannable(Event, frozen=True, kw_only=True):
    """The file could not be checked, so it counts as unsafe."""

    type: ClassVar[str] = "documents.file.unscannable.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID
    bundle_id: UUID | None


class GrantUsed(Event, frozen=True, kw_only=True):
    """Somebody opened a file that was handed over to the administration."""

    type: ClassVar[str] = "documents.grant.used.v1"
    about: ClassVar[str] = "file_id"
    file_id: UUID
    bundle_id: UUID
    reader_id: UUID

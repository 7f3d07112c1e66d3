"""Events of others, each to the command that it means here."""

from chassis.subscriptions import Subscription
from contracts.documents import FileClean, FileInfected, FileUnscannable
from ticketing.commands.files.note_verdict import NoteVerdict, note_verdict
from ticketing.domain.attachment import FileStatus


def clean(event: FileClean) -> NoteVerdict | None:
    return _verdict(event, FileStatus.CLEAN)


def infected(event: FileInfected) -> NoteVerdict | None:
    return _verdict(event, FileStatus.INFECTED)


def unscannable(event: FileUnscannable) -> NoteVerdict | None:
    return _verdict(event, FileStatus.UNSCANNABLE)


def _verdict(event: FileClean | FileInfected | FileUnscannable, status: FileStatus) -> NoteVerdict | None:
    """A file of a citizen's own storage space is no concern of ours."""
    return NoteVerdict(event.bundle_id, event.file_id, status) if event.bundle_id else None


SUBSCRIPTIONS = (
    Subscription(FileClean, clean, note_verdict),
    Subscription(FileInfected, infected, note_verdict),
    Subscription(FileUnscannable, unscannable, note_verdict),
)

"""Events of others, each to the command that it means here."""

from chassis.subscriptions import Subscription
from contracts.documents import FileClean, FileInfected, FileUnscannable
from demarches.commands.pieces.note_verdict import NoteVerdict, note_verdict
from demarches.domain.pieces import FileStatus


def clean(event: FileClean) -> NoteVerdict:
    return NoteVerdict(event.file_id, FileStatus.CLEAN)


def infected(event: FileInfected) -> NoteVerdict:
    return NoteVerdict(event.file_id, FileStatus.INFECTED)


def unscannable(event: FileUnscannable) -> NoteVerdict:
    return NoteVerdict(event.file_id, FileStatus.UNSCANNABLE)


SUBSCRIPTIONS = (
    Subscription(FileClean, clean, note_verdict),
    Subscription(FileInfected, infected, note_verdict),
    Subscription(FileUnscannable, unscannable, note_verdict),
)

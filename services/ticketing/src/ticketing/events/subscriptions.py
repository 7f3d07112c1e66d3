"""Events of others, each to the command that it means here."""

from chassis.subscriptions import Subscription
from contracts.documents import FileClean, FileInfected, FileUnscannable
from contracts.notifier import (
    NotificationAccepted,
    NotificationDelivered,
    NotificationFailed,
    NotificationHeld,
    NotificationWithheld,
)
from ticketing.commands.files.note_verdict import NoteVerdict, note_verdict
from ticketing.commands.mail.note_delivery import NoteDelivery, note_delivery
from ticketing.domain.attachment import FileStatus
from ticketing.domain.delivery import Delivery


def clean(event: FileClean) -> NoteVerdict | None:
    return _verdict(event, FileStatus.CLEAN)


def infected(event: FileInfected) -> NoteVerdict | None:
    return _verdict(event, FileStatus.INFECTED)


def unscannable(event: FileUnscannable) -> NoteVerdict | None:
    return _verdict(event, FileStatus.UNSCANNABLE)


def _verdict(event: FileClean | FileInfected | FileUnscannable, status: FileStatus) -> NoteVerdict | None:
    """A file of a citizen's own storage space is no concern of ours."""
    return NoteVerdict(event.bundle_id, event.file_id, status) if event.bundle_id else None


def accepted(event: NotificationAccepted) -> NoteDelivery | None:
    return NoteDelivery(event.cause_id, Delivery.SENT) if _ours(event) else None


def delivered(event: NotificationDelivered) -> NoteDelivery | None:
    return NoteDelivery(event.cause_id, Delivery.DELIVERED) if _ours(event) else None


def failed(event: NotificationFailed) -> NoteDelivery | None:
    return NoteDelivery(event.cause_id, Delivery.FAILED, event.reason) if _ours(event) else None


def held(event: NotificationHeld) -> NoteDelivery | None:
    return NoteDelivery(event.cause_id, Delivery.HELD) if _ours(event) else None


def withheld(event: NotificationWithheld) -> NoteDelivery | None:
    return NoteDelivery(event.cause_id, Delivery.WITHHELD, event.reason) if _ours(event) else None


def _ours(
    event: NotificationAccepted | NotificationDelivered | NotificationFailed | NotificationHeld | NotificationWithheld,
) -> bool:
    """Most mails are of other services: no transaction is begun for them. Older events do not say whose they are."""
    return not event.cause_type or event.cause_type.startswith("ticketing.")


SUBSCRIPTIONS = (
    Subscription(FileClean, clean, note_verdict),
    Subscription(FileInfected, infected, note_verdict),
    Subscription(FileUnscannable, unscannable, note_verdict),
    Subscription(NotificationAccepted, accepted, note_delivery),
    Subscription(NotificationDelivered, delivered, note_delivery),
    Subscription(NotificationFailed, failed, note_delivery),
    Subscription(NotificationHeld, held, note_delivery),
    Subscription(NotificationWithheld, withheld, note_delivery),
)

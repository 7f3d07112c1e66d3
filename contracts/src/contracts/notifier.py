"""What the notifier tells the others."""

from typing import ClassVar
from uuid import UUID

from contracts.events import Event


class NotificationAccepted(Event, frozen=True, kw_only=True):
    """A provider took the message over. `cause_id` is the event that made it necessary."""

    type: ClassVar[str] = "notifier.notification.accepted.v1"
    about: ClassVar[str] = "notification_id"
    notification_id: UUID
    cause_id: UUID


class NotificationFailed(Event, frozen=True, kw_only=True):
    """The message will not be delivered; `reason` is a status, never an address."""

    type: ClassVar[str] = "notifier.notification.permanent_failure.v1"
    about: ClassVar[str] = "notification_id"
    notification_id: UUID
    cause_id: UUID
    reason: str


class PublicationChanged(Event, frozen=True, kw_only=True):
    """News or practical information was published, changed or withdrawn: cached pages are stale."""

    type: ClassVar[str] = "notifier.publication.changed.v1"
    about: ClassVar[str] = "publication_id"
    publication_id: UUID


class InboxChanged(Event, frozen=True, kw_only=True):
    """Something arrived in a person's notification centre, or was read there."""

    type: ClassVar[str] = "notifier.inbox.changed.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID

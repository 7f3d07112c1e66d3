"""What the notifier tells the others."""

from typing import ClassVar
from uuid import UUID

from contracts.events import Event


class NotificationAccepted(Event, frozen=True, kw_only=True):
    """A provider took the message over. `cause_id` is the event that made it necessary, `cause_type` its type, so that
    a service knows at once whether it was one of its own (empty in events from before it was told)."""

    type: ClassVar[str] = "notifier.notification.accepted.v1"
    about: ClassVar[str] = "notification_id"
    notification_id: UUID
    cause_id: UUID
    cause_type: str = ""


class NotificationFailed(Event, frozen=True, kw_only=True):
    """The message will not be delivered; `reason` is a status, never an address."""

    type: ClassVar[str] = "notifier.notification.permanent_failure.v1"
    about: ClassVar[str] = "notification_id"
    notification_id: UUID
    cause_id: UUID
    reason: str
    cause_type: str = ""


class NotificationDelivered(Event, frozen=True, kw_only=True):
    """The recipient's own server says that it is in the mailbox."""

    type: ClassVar[str] = "notifier.notification.delivered.v1"
    about: ClassVar[str] = "notification_id"
    notification_id: UUID
    cause_id: UUID
    cause_type: str = ""


class NotificationHeld(Event, frozen=True, kw_only=True):
    """It waits for the end of its reader's quiet hours, and leaves then. Said again each time it is put back."""

    type: ClassVar[str] = "notifier.notification.held.v1"
    about: ClassVar[str] = "notification_id"
    notification_id: UUID
    cause_id: UUID
    cause_type: str = ""


class NotificationWithheld(Event, frozen=True, kw_only=True):
    """There was somebody to write to, and no mail leaves. `reason`: not-wanted or digest (as they wish), address-suppressed
    (mails to them come back): they find it in their notification centre; expired (it had lost its sense)."""

    type: ClassVar[str] = "notifier.notification.withheld.v1"
    about: ClassVar[str] = "notification_id"
    notification_id: UUID
    cause_id: UUID
    reason: str
    cause_type: str = ""


class AddressSuppressed(Event, frozen=True, kw_only=True):
    """Mails no longer go to an address: nobody has it any more, or its reader complained. `account_id` is whose it is,
    where it is an account's; `reason` is unknown-mailbox, repeated-failures or complaint."""

    type: ClassVar[str] = "notifier.address.suppressed.v1"
    about: ClassVar[str] = "suppression_id"
    suppression_id: UUID
    account_id: UUID | None
    reason: str


class AddressRestored(Event, frozen=True, kw_only=True):
    """Mails go to the address again."""

    type: ClassVar[str] = "notifier.address.restored.v1"
    about: ClassVar[str] = "suppression_id"
    suppression_id: UUID
    account_id: UUID | None


class PublicationChanged(Event, frozen=True, kw_only=True):
    """News or practical information was published, changed or withdrawn: cached pages are stale."""

    type: ClassVar[str] = "notifier.publication.changed.v1"
    about: ClassVar[str] = "publication_id"
    publication_id: UUID


class GuidePageChanged(Event, frozen=True, kw_only=True):
    """A town wrote, hid, showed or gave up a page of its guide: cached pages are stale."""

    type: ClassVar[str] = "notifier.guide_page.changed.v1"
    about: ClassVar[str] = "page_id"
    page_id: UUID


class InboxChanged(Event, frozen=True, kw_only=True):
    """Something arrived in a person's notification centre, or was read there."""

    type: ClassVar[str] = "notifier.inbox.changed.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID


class IssueChanged(Event, frozen=True, kw_only=True):
    """A newsletter's issue was scheduled, frozen, paused, resumed, sent or cancelled."""

    type: ClassVar[str] = "notifier.issue.changed.v1"
    about: ClassVar[str] = "issue_id"
    issue_id: UUID
    status: str


class SubscriptionRequested(Event, frozen=True, kw_only=True):
    """Somebody gave an address for the newsletter; it has to prove itself."""

    type: ClassVar[str] = "notifier.subscription.requested.v1"
    about: ClassVar[str] = "subscriber_id"
    subscriber_id: UUID


class PostalLetterPosted(Event, frozen=True, kw_only=True):
    """A message was taken to the post on paper."""

    type: ClassVar[str] = "notifier.postal_letter.posted.v1"
    about: ClassVar[str] = "letter_id"
    letter_id: UUID
    notification_id: UUID


class PersonalDataGathered(Event, frozen=True, kw_only=True):
    """This service's part of an export is there."""

    type: ClassVar[str] = "notifier.personal_data.gathered.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    export_id: UUID


class PersonalDataForgotten(Event, frozen=True, kw_only=True):
    """This service has forgotten the person: how many of each kind (`contracts.personal_data`), and what the law keeps."""

    type: ClassVar[str] = "notifier.personal_data.forgotten.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    erased: dict[str, int]
    kept: dict[str, int]

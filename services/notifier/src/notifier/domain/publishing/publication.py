"""News and practical information: what a town tells everybody, or the people who have a personal space."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.notifier import PublicationChanged
from notifier.domain.publishing.content import Content
from notifier.domain.publishing.refusals import (
    AlreadyPublished,
    ExpiresInThePast,
    NotPublished,
    PictureNeedsWords,
    PublishedIsWithdrawnFirst,
)


class Kind(StrEnum):
    NEWS = "news"
    INFORMATION = "information"


class Status(StrEnum):
    """What the editor decided. Whether it is shown now depends on the time as well: see `Stage`."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SHOWN = "shown"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(kw_only=True)
class Publication:
    """`draft → published ⇄ withdrawn`. Published, it is shown from `shown_from` until `content.expires_at`.

    `slug` is its address for ever: a link in a mail or a poster must not break because a title was mended.
    """

    id: UUID
    kind: Kind
    slug: str
    content: Content
    written_at: datetime
    written_by: UUID | None
    status: Status = Status.DRAFT
    picture_id: UUID | None = None
    shown_from: datetime | None = None
    published_at: datetime | None = None
    version: int = 0

    def stage(self, *, at: datetime) -> Stage:
        return stage_of(self.status, self.shown_from, self.content.expires_at, at=at)

    def write(self, content: Content, *, by: UUID | None, at: datetime) -> PublicationChanged | None:
        """New words; those of a published one are read at once, so they must still be publishable."""
        self.content, self.written_by, self.written_at = content, by, at
        if self.status is not Status.PUBLISHED:
            return None
        self._must_be_publishable()
        self.shown_from = content.publish_at or self.published_at
        return self._changed()

    def illustrate(self, picture_id: UUID | None) -> PublicationChanged | None:
        self.picture_id = picture_id
        if self.status is not Status.PUBLISHED:
            return None
        self._must_be_publishable()
        return self._changed()

    def publish(self, *, at: datetime) -> PublicationChanged:
        """At once, or at the hour that its content asks for."""
        if self.status is Status.PUBLISHED:
            raise AlreadyPublished
        if self.content.expires_at is not None and self.content.expires_at <= at:
            raise ExpiresInThePast
        self._must_be_publishable()
        self.status, self.published_at = Status.PUBLISHED, at
        self.shown_from = self.content.publish_at or at
        return self._changed()

    def withdraw(self) -> PublicationChanged:
        if self.status is not Status.PUBLISHED:
            raise NotPublished
        self.status = Status.WITHDRAWN
        return self._changed()

    def must_be_removable(self) -> None:
        if self.status is Status.PUBLISHED:
            raise PublishedIsWithdrawnFirst

    def turned(self) -> PublicationChanged:
        """Its hour has come, or is over: what is shown changes although nobody did anything."""
        return self._changed()

    def _must_be_publishable(self) -> None:
        if self.picture_id is not None and not self.content.picture_words:
            raise PictureNeedsWords

    def _changed(self) -> PublicationChanged:
        return PublicationChanged(publication_id=self.id)


def stage_of(status: Status, shown_from: datetime | None, expires_at: datetime | None, *, at: datetime) -> Stage:
    if status is not Status.PUBLISHED or shown_from is None:
        return Stage(status.value) if status is not Status.PUBLISHED else Stage.DRAFT
    if at < shown_from:
        return Stage.SCHEDULED
    return Stage.EXPIRED if expires_at is not None and at >= expires_at else Stage.SHOWN

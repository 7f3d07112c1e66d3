"""One issue of a newsletter: its blocks, whom it is for, and its way from draft to sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from contracts.notifier import IssueChanged
from notifier.domain.letters.refusals import IssueEnded, IssueNotDraft, IssueNotPaused, IssueNotSending

LONGEST_SUBJECT = 140
LONGEST_TEXT = 10_000
MOST_BLOCKS = 40


class Block(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`heading` and `text` say `text` (Markdown for a text); `excerpt` tells a publication, and is filled from it when
    the audience is frozen; `button` leads to `url`."""

    kind: Literal["heading", "text", "excerpt", "button"]
    text: str = ""
    url: str = ""
    publication_id: UUID | None = None
    title: str = ""
    picture: UUID | None = None


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`themes`: subscribers of any of them; `kinds`: citizen, member, address; none means all. `locale`: only theirs."""

    subject: str
    preheader: str = ""
    blocks: tuple[Block, ...] = ()
    themes: tuple[UUID, ...] = ()
    kinds: tuple[Literal["citizen", "member", "address"], ...] = ()
    locale: Literal["", "fr", "en"] = ""


class Status(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    CANCELLED = "cancelled"


@dataclass(kw_only=True)
class Issue:
    """`draft ⇄ scheduled → sending ⇄ paused → sent | cancelled`. Its audience is frozen when it begins to be sent.

    `held_at`: since when it waits for a hand, because the organisation's access was suspended.
    """

    id: UUID
    words: Words
    written_at: datetime
    written_by: UUID | None
    status: Status = Status.DRAFT
    scheduled_at: datetime | None = None
    frozen_at: datetime | None = None
    ended_at: datetime | None = None
    held_at: datetime | None = None
    audience: int = 0
    version: int = 0

    def write(self, words: Words, *, by: UUID | None, at: datetime) -> None:
        if self.status is not Status.DRAFT:
            raise IssueNotDraft
        self.words, self.written_by, self.written_at = words, by, at

    def schedule(self, moment: datetime) -> IssueChanged:
        if self.status is not Status.DRAFT:
            raise IssueNotDraft
        must_be_sendable(self.words)
        self.status, self.scheduled_at, self.held_at = Status.SCHEDULED, moment, None
        return self._changed()

    def unschedule(self) -> IssueChanged:
        """Back to the desk, before anybody has it."""
        if self.status is not Status.SCHEDULED:
            raise IssueNotDraft
        self.status, self.scheduled_at = Status.DRAFT, None
        return self._changed()

    def freeze(self, audience: int, words: Words, *, at: datetime) -> IssueChanged:
        """From here on its words and its readers are decided."""
        if self.status is not Status.SCHEDULED:
            raise IssueNotDraft
        self.words, self.audience, self.frozen_at = words, audience, at
        self.status = Status.SENDING
        return self._changed()

    def pause(self) -> IssueChanged:
        if self.status is not Status.SENDING:
            raise IssueNotSending
        self.status = Status.PAUSED
        return self._changed()

    def resume(self) -> IssueChanged:
        if self.status is not Status.PAUSED:
            raise IssueNotPaused
        self.status, self.held_at = Status.SENDING, None
        return self._changed()

    def hold(self, *, at: datetime) -> IssueChanged | None:
        """Nobody of the organisation may act: what was under way stops where it is, and does not go on by itself."""
        if self.status is Status.SCHEDULED:
            changed = self.unschedule()
        elif self.status is Status.SENDING:
            changed = self.pause()
        else:
            return None
        self.held_at = at
        return changed

    def cancel(self, *, at: datetime) -> IssueChanged:
        """Those who have it keep it; nobody else will get it."""
        if self.status in (Status.SENT, Status.CANCELLED):
            raise IssueEnded
        self.status, self.ended_at = Status.CANCELLED, at
        return self._changed()

    def finish(self, *, at: datetime) -> IssueChanged:
        """Nobody is left."""
        if self.status is not Status.SENDING:
            raise IssueNotSending
        self.status, self.ended_at = Status.SENT, at
        return self._changed()

    def must_be_removable(self) -> None:
        if self.status is not Status.DRAFT:
            raise IssueNotDraft

    def _changed(self) -> IssueChanged:
        return IssueChanged(issue_id=self.id, status=self.status.value)


def must_be_sendable(words: Words) -> None:
    faults = list(_faults(words))
    if faults:
        raise Invalid(faults=faults)


def _faults(words: Words) -> Iterator[Fault]:
    if not words.subject.strip():
        yield Fault("/subject", "Écrivez l’objet du courriel.", "missing")
    elif len(words.subject) > LONGEST_SUBJECT:
        yield Fault("/subject", f"Ce texte dépasse {LONGEST_SUBJECT} caractères.", "too_long")
    if not words.themes:
        yield Fault("/themes", "Choisissez au moins un thème : sans thème, personne ne la reçoit.", "missing")
    if not words.blocks:
        yield Fault("/blocks", "Ajoutez au moins un bloc.", "missing")
    elif len(words.blocks) > MOST_BLOCKS:
        yield Fault("/blocks", f"Une lettre a {MOST_BLOCKS} blocs au plus.", "too_many")
    for at, block in enumerate(words.blocks):
        if block.kind == "excerpt" and block.publication_id is None:
            yield Fault(f"/blocks/{at}/publication_id", "Choisissez la publication.", "missing")
        elif block.kind != "excerpt" and not block.text.strip():
            yield Fault(f"/blocks/{at}/text", "Écrivez ce texte, ou retirez ce bloc.", "missing")
        elif len(block.text) > LONGEST_TEXT:
            yield Fault(f"/blocks/{at}/text", f"Ce texte dépasse {LONGEST_TEXT} caractères.", "too_long")
        if block.kind == "button" and not block.url.startswith(("https://", "http://")):
            yield Fault(f"/blocks/{at}/url", "Écrivez une adresse qui commence par https://.", "format")

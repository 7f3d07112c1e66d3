"""Who asked for the letter, and for what of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from contracts.notifier import SubscriptionRequested

# Somebody who presses twice, or somebody else's finger, does not fill a mailbox.
BETWEEN_MAILS = timedelta(minutes=15)
CONFIRM_WITHIN = timedelta(days=3)
# Who left may change their mind so long; afterwards the address is forgotten.
REGRETS_WITHIN = timedelta(days=30)


class Warns(StrEnum):
    """Why « vous ne recevrez rien »."""

    NOTHING = "nothing"
    NO_LETTER = "no-letter"
    """Themes without the letter's own box."""
    NO_THEME = "no-theme"
    """The letter without any theme."""


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`letter` is the letter's own box: themes alone subscribe to nothing, nor does the box alone."""

    letter: bool = False
    themes: tuple[UUID, ...] = ()
    locale: Literal["fr", "en"] = "fr"

    @property
    def warning(self) -> Warns:
        if self.letter and not self.themes:
            return Warns.NO_THEME
        return Warns.NO_LETTER if self.themes and not self.letter else Warns.NOTHING


@dataclass(kw_only=True)
class Subscriber:
    """By account, or by an address that proved itself. What an address asks waits in `asked` until it is confirmed."""

    id: UUID
    kind: Literal["citizen", "member", "address"]
    account_id: UUID | None = None
    email: str | None = None
    choice: Choice = field(default_factory=Choice)
    asked: Choice | None = None
    asked_at: datetime | None = None
    confirmed_at: datetime | None = None
    left_at: datetime | None = None
    left_issue: UUID | None = None
    version: int = 0

    @property
    def receives(self) -> bool:
        return self.confirmed_at is not None and self.choice.letter and bool(self.choice.themes)

    def ask(self, choice: Choice, *, at: datetime) -> SubscriptionRequested | None:
        """A mail goes to the address, unless one went a moment ago: its link holds for what was asked last."""
        self.asked = choice
        if self.asked_at is not None and at - self.asked_at < BETWEEN_MAILS:
            return None
        self.asked_at = at
        return SubscriptionRequested(subscriber_id=self.id)

    def confirm(self, *, at: datetime) -> None:
        """The address is theirs: what was asked holds. A second confirmation changes nothing."""
        if self.asked is not None:
            self.choice, self.asked = self.asked, None
            self.left_at = self.left_issue = None
        self.confirmed_at = self.confirmed_at or at

    def choose(self, choice: Choice, *, at: datetime) -> None:
        self.choice, self.asked, self.left_issue = choice, None, None
        self.left_at = None if choice.letter else at
        self.confirmed_at = self.confirmed_at or at

    def leave(self, issue_id: UUID | None, *, at: datetime) -> None:
        """One click, and nothing more is sent. What interested them stays ticked, should they come back."""
        if self.choice.letter:
            self.choice = msgspec.structs.replace(self.choice, letter=False)
            self.left_at, self.left_issue = at, issue_id
        self.asked = None

    def is_over(self, *, at: datetime) -> bool:
        """No letter goes to this address, nor will: it never confirmed, or left long enough ago."""
        if self.asked is not None and self.asked_at is not None and at < self.asked_at + CONFIRM_WITHIN:
            return False
        if self.confirmed_at is None:
            return True
        return not self.choice.letter and self.left_at is not None and at >= self.left_at + REGRETS_WITHIN

    def forget(self) -> None:
        """Whose it was. That somebody left, and after which letter, stays a figure."""
        self.email = self.asked = None

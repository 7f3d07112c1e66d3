"""A key with which a program of an organisation's writes to people, or asks what became of it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from notifier.domain.programs.refusals import KeyMayNot, KeyRevoked

PREFIX = "parvis_"
# Both texts open while the program's settings are changed.
OVERLAP = timedelta(days=7)
# « Last used » is told this exactly: a program that sends all day does not write it each time.
USE_TOLD_EVERY = timedelta(minutes=1)
_HINT = 4
LONGEST_NAME = 80


class Mode(StrEnum):
    LIVE = "live"
    TEAM = "team"
    """Writes to the organisation's own members alone."""
    TEST = "test"
    """Nothing leaves: outcomes are played."""


class Scope(StrEnum):
    SEND = "messages.send"
    READ = "messages.read"


class KeyWanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    mode: Mode
    scopes: tuple[Scope, ...]


class KeyText(NamedTuple):
    """`text` is told once; what is kept is its digest, and its end for recognising it."""

    text: str
    digest: str
    hint: str


def new_key_text(mode: Mode) -> KeyText:
    text = f"{PREFIX}{mode}_{secrets.token_urlsafe(32)}"
    return KeyText(text, digest_of(text), text[-_HINT:])


def digest_of(text: str) -> str:
    """Unsalted on purpose: 256 random bits cannot be guessed, and a key is looked for by its digest."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(kw_only=True)
class ApiKey:
    """`former` is the digest of the text before the last rotation, which opens until `former_until`."""

    id: UUID
    wanted: KeyWanted
    digest: str
    hint: str
    created_at: datetime
    created_by: UUID | None
    former: str = ""
    former_until: datetime | None = None
    rotated_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    version: int = 0

    def rotate(self, new: KeyText, *, keep_former: bool, at: datetime) -> None:
        """A new text. The one before opens for a week, unless others may know it."""
        self._must_live()
        self.former, self.former_until = (self.digest, at + OVERLAP) if keep_former else ("", None)
        self.digest, self.hint, self.rotated_at = new.digest, new.hint, at

    def revoke(self, *, at: datetime) -> None:
        self._must_live()
        self.revoked_at, self.former, self.former_until = at, "", None

    def used(self, *, at: datetime) -> None:
        self.last_used_at = at

    def use_is_news(self, *, at: datetime) -> bool:
        return self.last_used_at is None or at - self.last_used_at >= USE_TOLD_EVERY

    def opens(self, digest: str, *, at: datetime) -> bool:
        is_former = digest == self.former and self.former_until is not None and at < self.former_until
        return self.revoked_at is None and (digest == self.digest or is_former)

    def must_allow(self, scope: Scope) -> None:
        if scope not in self.wanted.scopes:
            raise KeyMayNot

    def _must_live(self) -> None:
        if self.revoked_at is not None:
            raise KeyRevoked


def must_be_a_key(wanted: KeyWanted) -> KeyWanted:
    faults: list[Fault] = []
    if not wanted.name.strip():
        faults.append(Fault("/name", "Dites à quel logiciel elle sert.", "missing"))
    elif len(wanted.name) > LONGEST_NAME:
        faults.append(Fault("/name", f"{LONGEST_NAME} caractères au plus.", "length"))
    if not wanted.scopes:
        faults.append(Fault("/scopes", "Choisissez au moins un droit.", "missing"))
    if faults:
        raise Invalid(faults=faults)
    return wanted

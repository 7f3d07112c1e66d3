"""What an organisation writes instead of our words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec


class Wording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of a message, with placeholders (`{{ link }}`). Blank lines part the paragraphs of `body`;
    `reason` says why one receives it."""

    subject: str
    preheader: str
    body: str
    button: str
    reason: str


@dataclass(kw_only=True)
class Override:
    id: UUID
    key: str
    locale: str
    wording: Wording
    changed_at: datetime
    changed_by: UUID | None
    version: int = 0

    def reword(self, wording: Wording, *, by: UUID | None, at: datetime) -> None:
        self.wording, self.changed_by, self.changed_at = wording, by, at

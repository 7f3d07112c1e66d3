"""What applicant and administration write to each other about a dossier."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.demarches import MessagePosted, MessageRead

LONGEST_MESSAGE = 5_000


class Side(StrEnum):
    APPLICANT = "applicant"
    AGENT = "agent"

    @property
    def other(self) -> "Side":
        return Side.AGENT if self is Side.APPLICANT else Side.APPLICANT


@dataclass
class Message:
    """Read once by the other side; its author's own reading is none."""

    id: UUID
    dossier_id: UUID
    side: Side
    author: UUID
    body: str
    posted_at: datetime
    read_at: datetime | None = None
    version: int = 0

    def posted(self) -> MessagePosted:
        return MessagePosted(dossier_id=self.dossier_id, message_id=self.id, author=str(self.side))

    def read(self, *, at: datetime) -> MessageRead:
        self.read_at = at
        return MessageRead(dossier_id=self.dossier_id, message_id=self.id, reader=str(self.side.other))

"""What a program asked to have sent: to whom, in which words, with which values. Kept only until it has left."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from notifier.domain.override import Wording
from notifier.domain.programs.api_key import Mode

ASKED = "notifier.message.asked"
# RFC 2606 keeps this ending for what exists nowhere: nothing could leave by mistake.
SIMULATION = "simulation.invalid"
LONGEST_REFERENCE = 100
LONGEST_NAME = 200


class Played(StrEnum):
    """What becomes of a message that is not really sent."""

    DELIVERED = "delivered"
    TEMPORARY = "temporary"
    """Later, then delivered."""
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class To(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    email: str
    name: str = ""
    locale: str = "fr"


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """`wordings` are the template's at the moment of asking: what is changed later is for later messages."""

    to: To
    values: dict[str, str]
    wordings: dict[str, Wording]
    reply_to: str = ""
    not_after: datetime | None = None


class AskedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """`id` is the notification's. `content` is forgotten as soon as the message has ended."""

    id: UUID
    key_id: UUID
    mode: Mode
    template: str
    reference: str
    created_at: datetime
    content: Content | None

    @property
    def played(self) -> Played | None:
        """How it ends without being sent; None when it really is."""
        return None if self.content is None else played_for(self.mode, self.content.to.email)


def played_for(mode: Mode, email: str) -> Played | None:
    local, _, domain = email.strip().casefold().partition("@")
    if domain == SIMULATION:
        return Played(local) if local in list(Played) else Played.DELIVERED
    return Played.DELIVERED if mode is Mode.TEST else None

"""What became of the mail that told of an answer."""

from datetime import datetime, timedelta
from enum import StrEnum

LOST_AFTER = timedelta(hours=1)
"""Without news for so long, nobody can say whether it left."""
LOOKED_FOR = timedelta(days=1)
"""For so long, an answer of which no mail is known waits for one."""


class Delivery(StrEnum):
    """In the order in which a mail goes through them; it never goes back."""

    WAITING = "waiting"
    """Nobody has begun to write it."""
    SENDING = "sending"
    SENT = "sent"
    """The mail server took it over."""
    DELIVERED = "delivered"
    FAILED = "failed"
    WITHHELD = "withheld"
    """Its reader wants no such mail, or mails to them come back: they find the answer in their space."""
    UNKNOWN = "unknown"


STEPS = (Delivery.SENDING, Delivery.SENT, Delivery.DELIVERED, Delivery.FAILED, Delivery.WITHHELD)


def shown(state: str | None, at: datetime | None, *, posted_at: datetime, now: datetime) -> Delivery | None:
    """As the team reads it; None for what no mail was looked for."""
    if state is None or at is None:
        return Delivery.WAITING if now - posted_at < LOOKED_FOR else None
    if state == Delivery.SENDING and now - at > LOST_AFTER:
        return Delivery.UNKNOWN
    return Delivery(state)

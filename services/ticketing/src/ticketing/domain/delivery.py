"""What became of the mail that told of an answer."""

from datetime import datetime, timedelta
from enum import StrEnum

LOST_AFTER = timedelta(hours=1)
"""Without news for so long, nobody can say whether it left."""
HELD_AT_MOST = timedelta(hours=24) + LOST_AFTER
"""Quiet hours are less than a day."""
LOOKED_FOR = timedelta(days=1)
"""For so long, an answer of which no mail is known waits for one."""


class Delivery(StrEnum):
    """In the order in which a mail goes through them; it never goes back."""

    WAITING = "waiting"
    """Nobody has begun to write it."""
    SENDING = "sending"
    HELD = "held"
    """It leaves at the end of its reader's quiet hours."""
    SENT = "sent"
    """The mail server took it over."""
    DELIVERED = "delivered"
    FAILED = "failed"
    WITHHELD = "withheld"
    """Its reader wants no such mail, or mails to them come back: they find the answer in their space."""
    UNKNOWN = "unknown"


STEPS = (Delivery.SENDING, Delivery.HELD, Delivery.SENT, Delivery.DELIVERED, Delivery.FAILED, Delivery.WITHHELD)


def shown(state: str | None, at: datetime | None, *, posted_at: datetime, now: datetime) -> Delivery | None:
    """As the team reads it; None for what no mail was looked for."""
    if state is None or at is None:
        return Delivery.WAITING if now - posted_at < LOOKED_FOR else None
    lost_after = {Delivery.SENDING: LOST_AFTER, Delivery.HELD: HELD_AT_MOST}.get(Delivery(state))
    if lost_after is not None and now - at > lost_after:
        return Delivery.UNKNOWN
    return Delivery(state)

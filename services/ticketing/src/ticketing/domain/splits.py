"""One ticket that turns out to be two."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ticketing.domain.refusals import SplitForLong, SplitRefused
from ticketing.domain.thread import Message
from ticketing.domain.ticket import GONE, Ticket

UNDONE_WITHIN = timedelta(days=30)
COPIED = "split"
"""The channel of a message that was said in another ticket first."""


def must_be_splittable(ticket: Ticket, said: Sequence[Message], *, asked: int) -> None:
    """`said`: those of the `asked` messages that may leave: public, of the customer, of this ticket, not gone before."""
    if ticket.status in GONE:
        raise SplitRefused("Cette demande n’est plus suivie.")
    if not asked:
        raise SplitRefused("Choisissez les messages à traiter à part.")
    if len(said) != asked:
        raise SplitRefused("Seuls les messages du client, une seule fois, peuvent être traités à part.")


def must_be_recent(at: datetime, *, now: datetime) -> None:
    if now - at > UNDONE_WITHIN:
        raise SplitForLong

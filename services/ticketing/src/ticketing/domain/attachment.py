"""Files joined to a request or to a message: references to what the documents service keeps."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from contracts.tokens import UploadReceipt
from ticketing.domain.refusals import ReceiptNotYours, TooManyFiles

MOST_FILES = 4
"""Joined to one message."""
RESERVED_FOR = timedelta(hours=24)
"""How long files wait for the request that they were sent for."""


class FileStatus(StrEnum):
    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"


def must_be_received_for(ticket_id: UUID, receipts: Sequence[UploadReceipt], *, sender: UUID, tenant: UUID) -> None:
    """Documents received these files, for this ticket, from who speaks now."""
    if len(receipts) > MOST_FILES:
        raise TooManyFiles
    for receipt in receipts:
        if (receipt.bundle, receipt.sub, receipt.tenant) != (ticket_id, sender, tenant):
            raise ReceiptNotYours

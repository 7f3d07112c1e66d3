"""What a person finds in their notification centre: the same messages, whatever other channel they came by."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.notifier import InboxChanged


@dataclass(kw_only=True)
class Notice:
    """`id` is the notification's. `digest_on`: the day in whose digest it is told, when it was kept for one."""

    id: UUID
    account_id: UUID
    kind: str
    title: str
    link: str
    created_at: datetime
    read_at: datetime | None = None
    digest_on: date | None = None
    version: int = 0

    def arrived(self) -> InboxChanged:
        return InboxChanged(account_id=self.account_id)

    def read(self, *, at: datetime) -> InboxChanged | None:
        """Read once; a second time changes nothing."""
        if self.read_at is not None:
            return None
        self.read_at = at
        return InboxChanged(account_id=self.account_id)

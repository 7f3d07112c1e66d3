"""What is printed together, and taken to the post together; and whether a town offers letters at all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notifier.domain.posting.refusals import BatchAlreadyPosted, BatchNotPrinted

# A file that a printer and a person can handle; the next batch takes the rest.
MOST = 100
OFFICE = UUID(int=1)


@dataclass(kw_only=True)
class PostBatch:
    id: UUID
    created_at: datetime
    created_by: UUID | None
    printed_at: datetime | None = None
    posted_at: datetime | None = None
    version: int = 0

    def print(self, *, at: datetime) -> None:
        """Once more is no fault: paper jams."""
        self.must_be_here()
        self.printed_at = at

    def post(self, *, at: datetime) -> None:
        """Raises `BatchNotPrinted`: what no sheet was made of cannot be in an envelope."""
        self.must_be_here()
        if self.printed_at is None:
            raise BatchNotPrinted
        self.posted_at = at

    def must_be_here(self) -> None:
        if self.posted_at is not None:
            raise BatchAlreadyPosted


@dataclass(kw_only=True)
class PostOffice:
    """One per organisation. `offered`: people may ask for letters in their preferences; each one is a stamp."""

    id: UUID = OFFICE
    offered: bool = False
    version: int = 0

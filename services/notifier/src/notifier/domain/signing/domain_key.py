"""With what an organisation's mails are signed: a key per domain, known to the world by its selector in the DNS."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from notifier.domain.signing.refusals import KeyNotPublished, KeyRetired


class Stage(StrEnum):
    WAITING = "waiting"
    """Made, and not yet seen in the DNS: nothing is signed with it."""
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(kw_only=True)
class DomainKey:
    """`sealed` is the private key, sealed for this row; `public` is what the DNS says of it (base64)."""

    id: UUID
    domain: str
    selector: str
    public: str
    sealed: str
    created_at: datetime
    stage: Stage = Stage.WAITING
    active_at: datetime | None = None
    retired_at: datetime | None = None
    version: int = 0

    @property
    def record_name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        return f"v=DKIM1; k=rsa; p={self.public}"

    def activate(self, records: list[str], *, at: datetime) -> None:
        """`records` are what the DNS says now: a mail signed before the world can check it is worse than an unsigned one."""
        if self.stage is Stage.RETIRED:
            raise KeyRetired
        if not any(_public_in(record) == self.public for record in records):
            raise KeyNotPublished
        if self.stage is Stage.WAITING:
            self.stage, self.active_at = Stage.ACTIVE, at

    def retire(self, *, at: datetime) -> None:
        """Signs nothing more. The record stays in the DNS for a week: mails are still under way."""
        if self.stage is not Stage.RETIRED:
            self.stage, self.retired_at, self.sealed = Stage.RETIRED, at, ""


def _public_in(record: str) -> str:
    tags = (tag.partition("=") for tag in record.split(";"))
    found = {name.strip(): "".join(value.split()) for name, _, value in tags}
    return found.get("p", "") if found.get("v", "DKIM1") == "DKIM1" else ""

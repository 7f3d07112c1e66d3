"""Messages, kept."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, update

from chassis.repository import Repository
from demarches.domain.exchanges import Message, Side
from demarches.storage.tables import messages


class Messages(Repository[Message]):
    table = messages

    def load(self, row: Row[Any]) -> Message:
        known = {name: row._mapping[name] for name in Message.__dataclass_fields__}
        return Message(**{**known, "side": Side(known["side"])})

    def dump(self, aggregate: Message) -> dict[str, Any]:
        return {name: value for name, value in asdict(aggregate).items() if name != "version"} | {
            "side": str(aggregate.side)
        }

    async def read_by(
        self, side: Side, dossier_id: UUID, *, at: datetime, only: Collection[UUID] | None = None
    ) -> list[Message]:
        """What the other side wrote and this one had not read, oldest first, read from now on: one statement for all.
        `only`: what was shown, since more may have come."""
        c = messages.c
        unread = update(messages).where(c.dossier_id == dossier_id, c.side == str(side.other), c.read_at.is_(None))
        if only is not None:
            unread = unread.where(c.id == any_(bindparam("only", list(only), ARRAY(Uuid))))
        read = unread.values(read_at=at, version=c.version + 1).returning(messages)
        rows = (await self.uow.connection.execute(read)).all()
        return sorted((self.load(row) for row in rows), key=lambda message: message.id)

"""Messages, kept."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

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

    async def unread_by(self, side: Side, dossier_id: UUID) -> list[Message]:
        """What the other side wrote and this one has not read, oldest first, locked."""
        statement = (
            select(messages)
            .where(
                messages.c.dossier_id == dossier_id, messages.c.side == str(side.other), messages.c.read_at.is_(None)
            )
            .order_by(messages.c.id)
            .with_for_update()
        )
        rows = (await self.uow.connection.execute(statement)).all()
        found = [self.load(row) for row in rows]
        self._kept.update({message.id: (message, self.dump(message)) for message in found})
        return found

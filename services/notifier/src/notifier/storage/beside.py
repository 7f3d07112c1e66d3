"""What goes out beside the mail and is kept message by message: to a telephone, to a device."""

from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Column, DateTime, Row, SmallInteger, String, delete

from chassis.repository import Repository

A = TypeVar("A")
TRIED = ("tries", "reason", "created_at", "due_at", "ended_at")


def tried_columns() -> tuple[Column[Any], ...]:
    """Where it stands, and how it got there."""
    return (
        Column("status", String, nullable=False),
        Column("tries", SmallInteger, nullable=False),
        Column("reason", String, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("due_at", DateTime(timezone=True)),
        Column("ended_at", DateTime(timezone=True)),
    )


class BesideMails(Repository[A], Generic[A]):
    """Its table has `notification_id`; `names` are what a row and its aggregate call the same."""

    names: ClassVar[tuple[str, ...]]

    def same(self, row: Row[Any]) -> dict[str, Any]:
        return {name: getattr(row, name) for name in (*self.names, "version")}

    def told(self, aggregate: A) -> dict[str, Any]:
        return {name: getattr(aggregate, name) for name in self.names}

    async def forget_of(self, notification_id: UUID) -> None:
        await self.uow.connection.execute(delete(self.table).where(self.table.c.notification_id == notification_id))

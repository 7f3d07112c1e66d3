"""SMS and the numbers that want none, kept."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Integer, Row, SmallInteger, String, Table, Uuid, delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from chassis import tables
from notifier.domain.texting.refusals import TextNotFound
from notifier.domain.texting.text import Status, Text
from notifier.storage.beside import TRIED, BesideMails, tried_columns
from notifier.storage.tables import metadata

texts = Table(
    "texts",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("notification_id", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    *tried_columns(),
    Column("segments", SmallInteger, nullable=False),
    Column("credits", Integer, nullable=False),
    Column("trace", String, nullable=False),
    Index("texts_notification", "tenant", "notification_id"),
    Index("texts_account", "tenant", "account_id"),
    Index("texts_newest", "tenant", "created_at"),
)
# By the salted hash of a number: the number itself is nowhere.
text_stops = Table(
    "text_stops",
    metadata,
    Column("tenant", Uuid, primary_key=True, server_default=tables.TENANT),
    Column("trace", String, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
)
_t, _s = texts.c, text_stops.c


class Texts(BesideMails[Text]):
    table = texts
    missing = TextNotFound
    names = ("id", "account_id", "notification_id", "kind", "segments", "credits", "trace", *TRIED)

    def load(self, row: Row[Any]) -> Text:
        return Text(**self.same(row), status=Status(row.status))

    def dump(self, aggregate: Text) -> dict[str, Any]:
        return self.told(aggregate) | {"status": str(aggregate.status)}

    async def is_stopped(self, trace: str) -> bool:
        return bool(await self.uow.connection.scalar(select(exists().where(_s.trace == trace))))

    async def stop(self, trace: str) -> None:
        await self.uow.connection.execute(
            insert(text_stops).values(trace=trace, since=self.uow.now).on_conflict_do_nothing()
        )

    async def start(self, trace: str) -> None:
        await self.uow.connection.execute(delete(text_stops).where(_s.trace == trace))

    async def forget_account(self, account_id: UUID) -> int:
        """With the refusals of the numbers that it had; what is still queued finds nothing and is forgotten."""
        mine = select(_t.trace).where(_t.account_id == account_id)
        await self.uow.connection.execute(delete(text_stops).where(_s.trace.in_(mine)))
        return (await self.uow.connection.execute(delete(texts).where(_t.account_id == account_id))).rowcount

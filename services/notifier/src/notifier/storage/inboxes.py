"""Notification centres, preferences and digests: tables and repositories."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Row,
    String,
    Table,
    Uuid,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from chassis import tables
from chassis.repository import Repository
from chassis.unit_of_work import UnitOfWork
from notifier.domain.inbox.notice import Notice
from notifier.domain.inbox.preferences import Chosen, Preferences
from notifier.domain.inbox.refusals import NoticeNotFound
from notifier.storage.tables import metadata

notices = Table(
    "notices",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False),
    Column("link", String, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("read_at", DateTime(timezone=True)),
    Column("digest_on", Date),
    Index("notices_newest", "tenant", "account_id", "created_at", "id"),
    Index("notices_unread", "tenant", "account_id", postgresql_where=text("read_at is null")),
)
preferences = Table("preferences", metadata, *tables.aggregate_columns(), Column("chosen", JSONB, nullable=False))
digests = Table(
    "digests",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("planned", Boolean, nullable=False, server_default=text("false")),
)
INBOX = (notices, preferences, digests)


_ARRIVE = insert(notices).on_conflict_do_nothing()


class Notices(Repository[Notice]):
    table = notices
    missing = NoticeNotFound

    def load(self, row: Row[Any]) -> Notice:
        return Notice(
            id=row.id,
            account_id=row.account_id,
            kind=row.kind,
            title=row.title,
            link=row.link,
            created_at=row.created_at,
            read_at=row.read_at,
            digest_on=row.digest_on,
            version=row.version,
        )

    def dump(self, aggregate: Notice) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "kind": a.kind,
            "title": a.title,
            "link": a.link,
            "created_at": a.created_at,
            "read_at": a.read_at,
            "digest_on": a.digest_on,
        }

    async def of(self, notice_id: UUID, account_id: UUID) -> Notice:
        """This person's own; another's does not exist."""
        found = await self.find(self.table.c.id == notice_id, self.table.c.account_id == account_id)
        if found is None:
            raise self.missing
        return found

    async def arrive(self, notice: Notice) -> bool:
        """False when it has arrived already: a message may be tried several times."""
        row = {**self.dump(notice), "version": 1}
        return (await self.uow.connection.execute(_ARRIVE, row)).rowcount == 1

    async def read_all(self, account_id: UUID, *, at: datetime) -> int:
        mine = (notices.c.account_id == account_id) & notices.c.read_at.is_(None)
        return (await self.uow.connection.execute(update(notices).where(mine).values(read_at=at))).rowcount

    async def forget(self, notice_id: UUID) -> None:
        await self.uow.connection.execute(delete(notices).where(notices.c.id == notice_id))

    async def plan_digest(self, digest_id: UUID, account_id: UUID, day: date, *, due_at: datetime) -> bool:
        """True for the first who plans this day's."""
        row = insert(digests).values(id=digest_id, account_id=account_id, day=day, due_at=due_at)
        return (await self.uow.connection.execute(row.on_conflict_do_nothing())).rowcount == 1

    async def digest(self, digest_id: UUID) -> Row[Any] | None:
        return (await self.uow.connection.execute(select(digests).where(digests.c.id == digest_id))).one_or_none()


class EveryPreferences(Repository[Preferences]):
    table = preferences

    def __init__(self, uow: UnitOfWork) -> None:
        super().__init__(uow)
        self._looked_at: dict[UUID, Preferences] = {}

    def load(self, row: Row[Any]) -> Preferences:
        return Preferences(id=row.id, chosen=msgspec.convert(row.chosen, Chosen), version=row.version)

    def dump(self, aggregate: Preferences) -> dict[str, Any]:
        return {"id": aggregate.id, "chosen": msgspec.to_builtins(aggregate.chosen)}

    async def of(self, account_id: UUID) -> Preferences:
        """The person's own, or the usual ones."""
        found = await self.find(self.table.c.id == account_id)
        return found if found is not None else self.add(Preferences(id=account_id))

    async def kept(self, account_id: UUID) -> Preferences:
        """To look at: nothing is written for who never chose. Asked once, whatever looks at it."""
        if account_id not in self._looked_at:
            found = await self.find(self.table.c.id == account_id)
            self._looked_at[account_id] = found or Preferences(id=account_id)
        return self._looked_at[account_id]

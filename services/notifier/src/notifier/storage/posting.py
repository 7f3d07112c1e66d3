"""Letters on paper, kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Index,
    Row,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    delete,
    exists,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from chassis import statements, tables
from chassis.repository import Repository
from notifier.domain.posting.batch import OFFICE, PostBatch, PostOffice
from notifier.domain.posting.postal_letter import Because, PostalLetter, Status
from notifier.domain.posting.refusals import BatchNotFound, PostalLetterNotFound
from notifier.storage.tables import metadata

postal_letters = Table(
    "postal_letters",
    metadata,
    *tables.aggregate_columns(),
    Column("notification_id", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    Column("because", String, nullable=False),
    Column("status", String, nullable=False),
    Column("batch_id", Uuid),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    # One letter per message, whoever asks for it however often.
    UniqueConstraint("tenant", "notification_id", name="postal_letters_once"),
    Index("postal_letters_status", "tenant", "status", "created_at", "id"),
    Index("postal_letters_batch", "tenant", "batch_id"),
    Index("postal_letters_account", "tenant", "account_id"),
)
post_batches = Table(
    "post_batches",
    metadata,
    *tables.aggregate_columns(),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Uuid),
    Column("printed_at", DateTime(timezone=True)),
    Column("posted_at", DateTime(timezone=True)),
    Index("post_batches_newest", "tenant", "created_at", "id"),
)
post_offices = Table("post_offices", metadata, *tables.aggregate_columns(), Column("offered", Boolean, nullable=False))
POST = (postal_letters, post_batches, post_offices)
_l = postal_letters.c
_LETTER = ("id", "notification_id", "account_id", "kind", "batch_id", "created_at", "ended_at")
_BATCH = ("id", "created_at", "created_by", "printed_at", "posted_at")


class PostalLetters(Repository[PostalLetter]):
    table = postal_letters
    missing = PostalLetterNotFound

    def load(self, row: Row[Any]) -> PostalLetter:
        return postal_letter_of(row)

    def dump(self, aggregate: PostalLetter) -> dict[str, Any]:
        told = {name: getattr(aggregate, name) for name in _LETTER}
        return told | {"status": str(aggregate.status), "because": str(aggregate.because)}

    async def arrive(self, letter: PostalLetter) -> bool:
        """False when there is one for this message already."""
        row = insert(postal_letters).values(**self.dump(letter), version=1)
        return (await self.uow.connection.execute(row.on_conflict_do_nothing())).rowcount == 1

    async def several(self, *where: Any) -> Sequence[PostalLetter]:
        """All that satisfy the conditions, locked, the oldest first."""
        statement = statements.locked(self.table).where(*where).order_by(_l.created_at, _l.id)
        return [self._known(row) for row in (await self.uow.connection.execute(statement)).all()]

    async def of_batch(self, batch_id: UUID) -> Sequence[PostalLetter]:
        """Those that are still to leave."""
        here = [str(Status.BATCHED), str(Status.PRINTED)]
        return await self.several(_l.batch_id == batch_id, _l.status.in_(here))

    async def forget_of(self, notification_id: UUID) -> None:
        await self.uow.connection.execute(delete(postal_letters).where(_l.notification_id == notification_id))

    async def forget_account(self, account_id: UUID) -> int:
        return (await self.uow.connection.execute(delete(postal_letters).where(_l.account_id == account_id))).rowcount

    def _known(self, row: Row[Any]) -> PostalLetter:
        if row.id not in self._kept:
            letter = self.load(row)
            self._kept[row.id] = (letter, self.dump(letter))
        return self._kept[row.id][0]


class PostBatches(Repository[PostBatch]):
    table = post_batches
    missing = BatchNotFound

    def load(self, row: Row[Any]) -> PostBatch:
        return PostBatch(**{name: getattr(row, name) for name in _BATCH}, version=row.version)

    def dump(self, aggregate: PostBatch) -> dict[str, Any]:
        return {name: getattr(aggregate, name) for name in _BATCH}


class PostOffices(Repository[PostOffice]):
    table = post_offices

    def load(self, row: Row[Any]) -> PostOffice:
        return PostOffice(id=row.id, offered=row.offered, version=row.version)

    def dump(self, aggregate: PostOffice) -> dict[str, Any]:
        return {"id": aggregate.id, "offered": aggregate.offered}

    async def of(self) -> PostOffice:
        """The organisation's."""
        found = await self.find(self.table.c.id == OFFICE)
        return found if found is not None else self.add(PostOffice())

    async def is_offered(self) -> bool:
        """Without a lock: every message asks."""
        return bool(await self.uow.connection.scalar(select(exists().where(self.table.c.offered))))


def postal_letter_of(row: Row[Any]) -> PostalLetter:
    told = {name: getattr(row, name) for name in _LETTER}
    return PostalLetter(**told, status=Status(row.status), because=Because(row.because), version=row.version)

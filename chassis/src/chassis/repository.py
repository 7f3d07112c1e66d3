"""Aggregates, kept: loaded and locked, saved when they changed."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Table

from chassis import statements
from chassis.refusals import NotFound, Stale
from chassis.unit_of_work import UnitOfWork

A = TypeVar("A")


class Repository(ABC, Generic[A]):
    """Keeps aggregates of one kind in one table whose key is (tenant, id) and which has a `version`.

    A subclass says how a row becomes an aggregate and back; `dump` leaves out tenant and version. The aggregate has
    `id` and `version` (0 before it is saved for the first time).
    """

    table: ClassVar[Table]
    missing: ClassVar[type[NotFound]] = NotFound

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self._kept: dict[UUID, tuple[A, dict[str, Any] | None]] = {}
        uow.register(self)

    @abstractmethod
    def load(self, row: Row[Any]) -> A: ...

    @abstractmethod
    def dump(self, aggregate: A) -> dict[str, Any]: ...

    def visible(self) -> ColumnElement[bool] | None:
        """Which rows exist for the actor; None for all of the tenant's."""
        return None

    def add(self, aggregate: A) -> A:
        self._kept[_id_of(aggregate)] = (aggregate, None)
        return aggregate

    async def get(self, aggregate_id: UUID) -> A:
        """The aggregate, its row locked until the transaction ends. Raises `missing` when invisible."""
        found = await self.one(aggregate_id)
        if found is None:
            raise self.missing
        return found

    async def one(self, aggregate_id: UUID) -> A | None:
        """The same, or None where there is none."""
        return await self._one(statements.locked_by_id(self.table), {"this_id": aggregate_id})

    async def find(self, *where: ColumnElement[bool]) -> A | None:
        """The one aggregate that satisfies the conditions, locked, or None."""
        return await self._one(statements.locked(self.table).where(*where), {})

    async def _one(self, statement: Select[Any], values: dict[str, Any]) -> A | None:
        visible = self.visible()
        if visible is not None:
            statement = statement.where(visible)
        row = (await self.uow.connection.execute(statement, values)).one_or_none()
        if row is None:
            return None
        known = self._kept.get(row.id)
        if known is not None:
            return known[0]
        aggregate = self.load(row)
        self._kept[row.id] = (aggregate, self.dump(aggregate))
        return aggregate

    async def save_changes(self) -> None:
        for aggregate_id, (aggregate, before) in self._kept.items():
            row = self.dump(aggregate)
            if before is None:
                await self.uow.insert(self.table, {**row, "version": 1})
                self._now_at(aggregate, 1)
            elif row != before:
                await self._update(aggregate_id, aggregate, {k: v for k, v in row.items() if v != before[k]})
            self._kept[aggregate_id] = (aggregate, row)

    async def _update(self, aggregate_id: UUID, aggregate: A, changes: dict[str, Any]) -> None:
        version = getattr(aggregate, "version")  # noqa: B009
        values = {**changes, "version": version + 1, "this_id": aggregate_id, "this_version": version}
        await self.uow.connection.later(statements.update_version(self.table), values, unless=Stale)
        self._now_at(aggregate, version + 1)

    @staticmethod
    def _now_at(aggregate: A, version: int) -> None:
        setattr(aggregate, "version", version)  # noqa: B010


def _id_of(aggregate: Any) -> UUID:
    return aggregate.id

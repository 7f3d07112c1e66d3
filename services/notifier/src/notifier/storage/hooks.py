"""Webhooks and what was sent to them, kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Column, DateTime, Index, Row, SmallInteger, String, Table, Uuid, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis import tables
from chassis.repository import Repository
from notifier.domain.hooks.delivery import Call, HookDelivery, Status
from notifier.domain.hooks.endpoint import Because, Endpoint, Stage, Wanted
from notifier.domain.hooks.refusals import EndpointNotFound, HookDeliveryNotFound
from notifier.storage.tables import metadata

hook_endpoints = Table(
    "hook_endpoints",
    metadata,
    *tables.aggregate_columns(),
    Column("url", String, nullable=False),
    Column("kinds", ARRAY(String), nullable=False),
    Column("description", String, nullable=False),
    Column("sealed", String, nullable=False),
    Column("former", String, nullable=False),
    Column("former_until", DateTime(timezone=True)),
    Column("stage", String, nullable=False),
    Column("because", String),
    Column("failing_since", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
hook_deliveries = Table(
    "hook_deliveries",
    metadata,
    *tables.aggregate_columns(),
    Column("endpoint_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("event_type", String, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("data", JSONB, nullable=False),
    Column("status", String, nullable=False),
    Column("calls", JSONB, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("due_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Index("hook_deliveries_newest", "tenant", "endpoint_id", "created_at", "id"),
    Index("hook_deliveries_oldest", "tenant", "created_at"),
)
_e, _d = hook_endpoints.c, hook_deliveries.c

_LISTENING = select(_e.id).where(
    _e.stage == str(Stage.ACTIVE), _e.kinds.contains(bindparam("kinds", type_=_e.kinds.type))
)


class Endpoints(Repository[Endpoint]):
    table = hook_endpoints
    missing = EndpointNotFound

    def load(self, row: Row[Any]) -> Endpoint:
        return endpoint_of(row)

    def dump(self, aggregate: Endpoint) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "url": a.wanted.url,
            "kinds": list(a.wanted.kinds),
            "description": a.wanted.description,
            "sealed": a.sealed,
            "former": a.former,
            "former_until": a.former_until,
            "stage": str(a.stage),
            "because": str(a.because) if a.because else None,
            "failing_since": a.failing_since,
            "created_at": a.created_at,
        }

    async def count(self) -> int:
        return (await self.uow.connection.execute(select(func.count()).select_from(hook_endpoints))).scalar_one()

    async def listening_to(self, kind: str) -> Sequence[UUID]:
        return (await self.uow.connection.execute(_LISTENING, {"kinds": [kind]})).scalars().all()

    async def of_delivery(self, delivery_id: UUID) -> Endpoint | None:
        """The webhook that this is sent to, locked; not the sending."""
        return await self.find(_e.id == select(_d.endpoint_id).where(_d.id == delivery_id).scalar_subquery())

    async def remove(self, endpoint: Endpoint) -> None:
        """With what was sent to it; what is still queued finds nothing and is forgotten."""
        self._kept.pop(endpoint.id, None)
        await self.uow.connection.execute(delete(hook_deliveries).where(_d.endpoint_id == endpoint.id))
        await self.uow.connection.execute(delete(hook_endpoints).where(_e.id == endpoint.id))


class HookDeliveries(Repository[HookDelivery]):
    table = hook_deliveries
    missing = HookDeliveryNotFound

    def load(self, row: Row[Any]) -> HookDelivery:
        return hook_delivery_of(row)

    def dump(self, aggregate: HookDelivery) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "endpoint_id": a.endpoint_id,
            "event_id": a.event_id,
            "event_type": a.event_type,
            "occurred_at": a.occurred_at,
            "data": a.data,
            "status": str(a.status),
            "calls": msgspec.to_builtins(a.calls),
            "tries": a.tries,
            "due_at": a.due_at,
            "created_at": a.created_at,
            "ended_at": a.ended_at,
        }

    async def remove(self, delivery_id: UUID) -> None:
        await self.uow.connection.execute(delete(hook_deliveries).where(_d.id == delivery_id))

    async def forget_before(self, moment: datetime) -> None:
        await self.uow.connection.execute(delete(hook_deliveries).where(_d.created_at < moment))


def endpoint_of(row: Row[Any]) -> Endpoint:
    return Endpoint(
        id=row.id,
        wanted=Wanted(url=row.url, kinds=tuple(row.kinds), description=row.description),
        sealed=row.sealed,
        former=row.former,
        former_until=row.former_until,
        stage=Stage(row.stage),
        because=Because(row.because) if row.because else None,
        failing_since=row.failing_since,
        created_at=row.created_at,
        version=row.version,
    )


def hook_delivery_of(row: Row[Any]) -> HookDelivery:
    return HookDelivery(
        id=row.id,
        endpoint_id=row.endpoint_id,
        event_id=row.event_id,
        event_type=row.event_type,
        occurred_at=row.occurred_at,
        data=row.data,
        status=Status(row.status),
        calls=msgspec.convert(row.calls, list[Call]),
        tries=row.tries,
        due_at=row.due_at,
        created_at=row.created_at,
        ended_at=row.ended_at,
        version=row.version,
    )

"""Which webhooks are there, and what was sent to them?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from notifier.domain.hooks.delivery import Call, HookDelivery
from notifier.domain.hooks.endpoint import Endpoint
from notifier.domain.hooks.refusals import EndpointNotFound, HookDeliveryNotFound
from notifier.storage.hooks import endpoint_of, hook_deliveries, hook_delivery_of, hook_endpoints

_e, _d = hook_endpoints.c, hook_deliveries.c


class EndpointView(msgspec.Struct, frozen=True, kw_only=True):
    """`stage`: active or paused; `because`: asked, failing, gone."""

    id: UUID
    url: str
    kinds: tuple[str, ...]
    description: str
    stage: str
    because: str | None
    failing_since: datetime | None
    created_at: datetime


class HookLine(msgspec.Struct, frozen=True, kw_only=True):
    """`code` is the last answer's."""

    id: UUID
    event_id: UUID
    event_type: str
    status: str
    calls: int
    code: int | None
    reason: str
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


class HookDetail(HookLine, frozen=True, kw_only=True):
    data: dict[str, Any]
    tries: list[Call]


class DeliveriesOf(msgspec.Struct, frozen=True, kw_only=True):
    endpoint_id: UUID
    cursor: str | None = None
    limit: int = 50


class DeliveryOf(msgspec.Struct, frozen=True, kw_only=True):
    endpoint_id: UUID
    delivery_id: UUID


async def list_endpoints(_: None, __: Actor, connection: AsyncConnection) -> list[EndpointView]:
    rows = await connection.execute(select(hook_endpoints).order_by(_e.created_at, _e.id))
    return [endpoint_view(endpoint_of(row)) for row in rows.all()]


async def show_endpoint(endpoint_id: UUID, _: Actor, connection: AsyncConnection) -> EndpointView:
    row = (await connection.execute(select(hook_endpoints).where(_e.id == endpoint_id))).one_or_none()
    if row is None:
        raise EndpointNotFound
    return endpoint_view(endpoint_of(row))


async def list_hook_deliveries(question: DeliveriesOf, actor: Actor, connection: AsyncConnection) -> Page[HookLine]:
    """Newest first, of thirty days."""
    _ = await show_endpoint(question.endpoint_id, actor, connection)
    statement = select(hook_deliveries).where(_d.endpoint_id == question.endpoint_id)
    statement = after(statement, [_d.created_at, _d.id], question.cursor, question.limit)
    rows = (await connection.execute(statement)).all()
    cut = page(rows, question.limit, lambda row: [row.created_at, row.id])
    return Page([HookLine(**_line(hook_delivery_of(row))) for row in cut.items], cut.next)


async def show_hook_delivery(question: DeliveryOf, _: Actor, connection: AsyncConnection) -> HookDetail:
    found = select(hook_deliveries).where(_d.id == question.delivery_id, _d.endpoint_id == question.endpoint_id)
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise HookDeliveryNotFound
    return hook_detail(hook_delivery_of(row))


def endpoint_view(endpoint: Endpoint) -> EndpointView:
    return EndpointView(
        id=endpoint.id,
        url=endpoint.wanted.url,
        kinds=endpoint.wanted.kinds,
        description=endpoint.wanted.description,
        stage=str(endpoint.stage),
        because=str(endpoint.because) if endpoint.because else None,
        failing_since=endpoint.failing_since,
        created_at=endpoint.created_at,
    )


def hook_detail(delivery: HookDelivery) -> HookDetail:
    return HookDetail(**_line(delivery), data=delivery.data, tries=delivery.calls)


def _line(delivery: HookDelivery) -> dict[str, Any]:
    last = delivery.calls[-1] if delivery.calls else None
    return {
        "id": delivery.id,
        "event_id": delivery.event_id,
        "event_type": delivery.event_type,
        "status": str(delivery.status),
        "calls": len(delivery.calls),
        "code": last.code if last else None,
        "reason": last.reason if last else "",
        "created_at": delivery.created_at,
        "due_at": delivery.due_at,
        "ended_at": delivery.ended_at,
    }

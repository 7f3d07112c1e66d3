"""An event is to be told to whoever listens; or a trial to one; or again what was told."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from chassis.ids import new_id
from notifier.domain.hooks.delivery import KEPT, HookDelivery
from notifier.domain.hooks.endpoint import TEST
from notifier.storage import queue
from notifier.storage.work import NotifierWork


class SpreadEvent(msgspec.Struct, frozen=True, kw_only=True):
    event_id: UUID
    event_type: str
    occurred_at: datetime
    data: dict[str, Any]


class TryEndpoint(msgspec.Struct, frozen=True):
    endpoint_id: UUID


class ReplayDelivery(msgspec.Struct, frozen=True, kw_only=True):
    endpoint_id: UUID
    delivery_id: UUID


async def spread_event(command: SpreadEvent, uow: NotifierWork) -> int:
    """To how many."""
    listening = await uow.endpoints.listening_to(command.event_type)
    for endpoint_id in listening:
        _ = await _send(endpoint_id, command, uow)
    if listening:
        await uow.hook_deliveries.forget_before(uow.now - KEPT)
    return len(listening)


async def try_endpoint(command: TryEndpoint, uow: NotifierWork) -> HookDelivery:
    """Tell it something that means nothing, to see whether it listens."""
    endpoint = await uow.endpoints.get(command.endpoint_id)
    endpoint.must_be_active()
    trial = SpreadEvent(event_id=new_id(), event_type=TEST, occurred_at=uow.now, data={"message": "Bonjour de Parvis"})
    return await _send(endpoint.id, trial, uow)


async def replay_delivery(command: ReplayDelivery, uow: NotifierWork) -> HookDelivery:
    """For the other side it is a repetition: the same id."""
    endpoint = await uow.endpoints.get(command.endpoint_id)
    endpoint.must_be_active()
    delivery = await uow.hook_deliveries.get(command.delivery_id)
    if delivery.endpoint_id != endpoint.id:
        raise uow.hook_deliveries.missing
    has_a_place = not delivery.has_ended
    delivery.replay(at=uow.now)
    if has_a_place:
        await queue.hasten(uow.connection, delivery.id, due_at=uow.now)
    else:
        await queue.enqueue_id(uow.connection, delivery.id, queue.HOOKS, due_at=uow.now)
    uow.note("webhook.replayed", delivery.id)
    return delivery


async def _send(endpoint_id: UUID, told: SpreadEvent, uow: NotifierWork) -> HookDelivery:
    delivery = HookDelivery(
        id=new_id(),
        endpoint_id=endpoint_id,
        event_id=told.event_id,
        event_type=told.event_type,
        occurred_at=told.occurred_at,
        data=told.data,
        created_at=uow.now,
        due_at=uow.now,
    )
    await queue.enqueue_id(uow.connection, delivery.id, queue.HOOKS, due_at=uow.now)
    return uow.hook_deliveries.add(delivery)

"""A call to a webhook: begun before it is made, ended with its answer."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from notifier.domain.hooks.delivery import HookDelivery, Status
from notifier.domain.hooks.endpoint import Endpoint, Stage
from notifier.storage import queue
from notifier.storage.work import NotifierWork

GONE = 410


class BeginCall(msgspec.Struct, frozen=True):
    delivery_id: UUID


class EndCall(msgspec.Struct, frozen=True, kw_only=True):
    """`code` is the answer's; without one, `reason` says why."""

    delivery_id: UUID
    code: int | None
    reason: str = ""


class Begun(NamedTuple):
    endpoint: Endpoint
    delivery: HookDelivery


async def begin_call(command: BeginCall, uow: NotifierWork) -> Begun | None:
    """None when there is nothing to call any more."""
    found = await _both(command.delivery_id, uow)
    if found is None or found.delivery.has_ended:
        await queue.forget(uow.connection, command.delivery_id)
        return None
    endpoint, delivery = found
    if endpoint.stage is not Stage.ACTIVE:
        delivery.give_up(at=uow.now)
        await queue.forget(uow.connection, delivery.id)
        return None
    delivery.begin(at=uow.now)
    return Begun(endpoint, delivery)


async def end_call(command: EndCall, uow: NotifierWork) -> HookDelivery | None:
    """None when somebody removed the webhook while it was being called."""
    found = await _both(command.delivery_id, uow)
    if found is None:
        await queue.forget(uow.connection, command.delivery_id)
        return None
    endpoint, delivery = found
    delivery.end(command.code, command.reason, at=uow.now)
    if delivery.status is Status.DELIVERED:
        endpoint.heard()
    else:
        endpoint.missed(gone=command.code == GONE, at=uow.now)
        if endpoint.stage is not Stage.ACTIVE:
            delivery.give_up(at=uow.now)
    await queue.follow_id(uow.connection, delivery.id, due_at=delivery.due_at)
    return delivery


async def _both(delivery_id: UUID, uow: NotifierWork) -> Begun | None:
    """The webhook is locked before what is sent to it, as by whoever removes or replays: two orders would wait for each other."""
    endpoint = await uow.endpoints.of_delivery(delivery_id)
    if endpoint is None:
        # An event that was being spread while its webhook was removed.
        await uow.hook_deliveries.remove(delivery_id)
        return None
    delivery = await uow.hook_deliveries.find(uow.hook_deliveries.table.c.id == delivery_id)
    return Begun(endpoint, delivery) if delivery else None

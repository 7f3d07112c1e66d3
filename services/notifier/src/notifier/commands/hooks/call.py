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
    delivery = await uow.hook_deliveries.find(uow.hook_deliveries.table.c.id == command.delivery_id)
    if delivery is None or delivery.has_ended:
        await queue.forget(uow.connection, command.delivery_id)
        return None
    endpoint = await uow.endpoints.get(delivery.endpoint_id)
    if endpoint.stage is not Stage.ACTIVE:
        delivery.give_up(at=uow.now)
        await queue.forget(uow.connection, delivery.id)
        return None
    delivery.begin(at=uow.now)
    return Begun(endpoint, delivery)


async def end_call(command: EndCall, uow: NotifierWork) -> HookDelivery:
    delivery = await uow.hook_deliveries.get(command.delivery_id)
    endpoint = await uow.endpoints.get(delivery.endpoint_id)
    delivery.end(command.code, command.reason, at=uow.now)
    if delivery.status is Status.DELIVERED:
        endpoint.heard()
    else:
        endpoint.missed(gone=command.code == GONE, at=uow.now)
        if endpoint.stage is not Stage.ACTIVE:
            delivery.give_up(at=uow.now)
    await queue.follow_id(uow.connection, delivery.id, due_at=delivery.due_at)
    return delivery

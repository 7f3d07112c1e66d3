"""A message for a device: put on its way, begun, ended."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from chassis.ids import new_id
from contracts.messages import BY_KEY, Lane
from notifier.domain.inbox.notice import Notice
from notifier.domain.inbox.preferences import Preferences
from notifier.domain.pushing.device import Device
from notifier.domain.pushing.push import LIVES, Push, Status
from notifier.storage import queue
from notifier.storage.work import NotifierWork


class BeginPush(msgspec.Struct, frozen=True):
    push_id: UUID


class EndPush(msgspec.Struct, frozen=True, kw_only=True):
    """`code` is the push service's; without one, `reason` says why. `retry_after`: seconds."""

    push_id: UUID
    code: int | None
    reason: str = ""
    retry_after: int | None = None


class Begun(NamedTuple):
    """`notice` is None for a trial."""

    push: Push
    device: Device
    notice: Notice | None


async def push_notice(notice: Notice, uow: NotifierWork) -> None:
    """To every device of its reader, when they want that kind there: after their quiet hours, unless it cannot wait."""
    devices = await uow.devices.all_of(notice.account_id)
    if not devices:
        return
    preferences = await uow.preferences.kept(notice.account_id)
    if not preferences.pushes(notice.kind):
        return
    due_at = _leaves_at(preferences, notice.kind, uow.now)
    for device_id in devices:
        _ = await send_to(device_id, notice.id, due_at=due_at, uow=uow)


async def send_to(device_id: UUID, notification_id: UUID | None, *, due_at: datetime, uow: NotifierWork) -> Push:
    push = Push(id=new_id(), device_id=device_id, notification_id=notification_id, created_at=uow.now, due_at=due_at)
    await queue.enqueue_id(uow.connection, push.id, queue.PUSHES, due_at=due_at)
    return uow.pushes.add(push)


async def begin_push(command: BeginPush, uow: NotifierWork) -> Begun | None:
    """None when there is nothing to send any more."""
    push = await uow.pushes.find(uow.pushes.table.c.id == command.push_id)
    if push is None or push.has_ended:
        await queue.forget(uow.connection, command.push_id)
        return None
    device = await uow.devices.find(uow.devices.table.c.id == push.device_id)
    notice = None
    if push.notification_id is not None:
        notice = await uow.notices.find(uow.notices.table.c.id == push.notification_id)
    if device is None:
        push.end(Status.GONE, at=uow.now)
    elif push.notification_id is not None and (notice is None or notice.account_id != device.account_id):
        # A browser that was handed to somebody else in the meantime.
        push.end(Status.GONE, at=uow.now)
    elif notice is not None and notice.read_at is not None:
        push.end(Status.READ, at=uow.now)
    elif push.tries and uow.now - push.created_at > LIVES:
        push.end(Status.EXPIRED, at=uow.now)
    else:
        return Begun(push, device, notice)
    await queue.forget(uow.connection, push.id)
    return None


async def end_push(command: EndPush, uow: NotifierWork) -> Push:
    push = await uow.pushes.get(command.push_id)
    later = timedelta(seconds=command.retry_after) if command.retry_after is not None else None
    push.answer(command.code, command.reason, retry_after=later, at=uow.now)
    device = await uow.devices.find(uow.devices.table.c.id == push.device_id)
    if device is not None and push.status is Status.SENT:
        device.told_at = uow.now
    if device is not None and push.status is Status.GONE:
        await uow.devices.remove(device)
    await queue.follow_id(uow.connection, push.id, due_at=push.due_at)
    return push


def _leaves_at(preferences: Preferences, kind: str, now: datetime) -> datetime:
    known = BY_KEY.get(kind)
    if known is not None and known.lane is Lane.CRITICAL:
        return now
    return preferences.rest_ends(at=now) or now

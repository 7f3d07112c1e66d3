"""A person's devices: one more, one less, and one tried."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from notifier.commands.pushing.push import send_to
from notifier.domain.pushing.device import Device, Wanted, must_be_one
from notifier.domain.pushing.push import LIVES, Push
from notifier.domain.pushing.refusals import TooManyDevices
from notifier.storage.work import NotifierWork

MOST = 10


class AddDevice(msgspec.Struct, frozen=True, kw_only=True):
    """`sealed` is what the browser gave, sealed for `trace`."""

    wanted: Wanted
    trace: str
    sealed: str


class OfDevice(msgspec.Struct, frozen=True):
    device_id: UUID


async def add_device(command: AddDevice, uow: NotifierWork) -> Device:
    """A browser that subscribes again is the same device. Raises `NotASubscription`, `TooManyDevices`."""
    account, wanted = must_be_signed_in(uow.actor), must_be_one(command.wanted)
    known = await uow.devices.known_by(command.trace)
    if known is not None:
        known.hand_to(account, command.sealed, wanted)
        return known
    if await uow.devices.count(account) >= MOST:
        raise TooManyDevices
    device = Device(
        id=new_id(),
        account_id=account,
        trace=command.trace,
        sealed=command.sealed,
        label=wanted.label,
        locale=wanted.locale,
        created_at=uow.now,
    )
    uow.note("device.added", device.id, concerns=account)
    return uow.devices.add(device)


async def remove_device(command: OfDevice, uow: NotifierWork) -> None:
    account = must_be_signed_in(uow.actor)
    device = await uow.devices.of(command.device_id, account)
    await uow.devices.remove(device)
    uow.note("device.removed", device.id, concerns=account)


async def try_device(command: OfDevice, uow: NotifierWork) -> Push:
    device = await uow.devices.of(command.device_id, must_be_signed_in(uow.actor))
    await uow.pushes.forget_trials_before(uow.now - LIVES)
    return await send_to(device.id, None, due_at=uow.now, uow=uow)

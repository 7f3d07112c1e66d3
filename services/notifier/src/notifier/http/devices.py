"""Browsers on which whoever asks wants to be told."""

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By
from notifier.commands.pushing.devices import AddDevice, OfDevice, add_device, remove_device, try_device
from notifier.delivery.dispatcher import Dispatcher
from notifier.delivery.hooks.calling import Caller
from notifier.delivery.pushing.sender import closed, trace_of
from notifier.delivery.pushing.vapid import Vapid
from notifier.domain.pushing.device import Wanted, must_be_one
from notifier.queries.pushing.devices import DeviceLine, my_devices
from notifier.sealing import Seal
from notifier.storage.work import NotifierWork

Change = NamedDependency[Commands[NotifierWork]]


class DevicesView(msgspec.Struct, frozen=True, kw_only=True):
    """`public_key` is what a browser subscribes with (RFC 8292, base64url)."""

    public_key: str
    devices: list[DeviceLine]


@get("/", needs=Needs.SIGNED_IN, summary="On which devices I am told")
async def index(actor: By, queries: Ask, vapid: NamedDependency[Vapid]) -> DevicesView:
    return DevicesView(public_key=vapid.public, devices=await queries.ask(my_devices, None, actor=actor))


@post("/", needs=Needs.SIGNED_IN, status_code=201, summary="Tell me on this device too")
async def add(
    data: JSONBody[Wanted],
    actor: By,
    commands: Change,
    seal: NamedDependency[Seal],
    caller: NamedDependency[Caller],
) -> DeviceLine:
    wanted = must_be_one(data)
    await caller.must_be_allowed(wanted.subscribed.endpoint)
    trace = trace_of(wanted.subscribed.endpoint, seal.secret)
    command = AddDevice(wanted=wanted, trace=trace, sealed=closed(seal, trace, wanted.subscribed))
    made = await commands.run(add_device, command, actor=actor)
    return DeviceLine(id=made.id, label=made.label, created_at=made.created_at, told_at=made.told_at)


@delete("/{device_id:uuid}", needs=Needs.SIGNED_IN, summary="No longer on this one")
async def remove(device_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(remove_device, OfDevice(device_id), actor=actor)


@post("/{device_id:uuid}/trials", needs=Needs.SIGNED_IN, status_code=202, summary="Send it something, to see")
async def attempt(
    device_id: FromPath[UUID], actor: By, commands: Change, dispatcher: NamedDependency[Dispatcher]
) -> None:
    await commands.run(try_device, OfDevice(device_id), actor=actor)
    dispatcher.poke()


router = Router("/me/devices", route_handlers=[index, add, remove, attempt], tags=["Pour moi"])

"""The check against robots for who has no script: asked for, looked at, listened to."""

import asyncio
from typing import Any

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import By
from chassis.robot_digits import codes
from chassis.robot_digits.drawing import picture_of, sound_of
from chassis.settings import Settings

AT_ONCE = 2
NOT_KEPT = {"cache-control": "no-store"}


class RobotCode(msgspec.Struct, frozen=True, kw_only=True):
    challenge: str


Easel = NamedDependency[asyncio.Semaphore]
Doing = NamedDependency[Commands[Any]]


@get("/robot-codes", needs=Needs.ANYONE)
async def ask(actor: By, settings: NamedDependency[Settings], commands: Doing) -> RobotCode:
    return RobotCode(challenge=codes.ask(settings.read_secret(), str(actor.tenant), at=commands.now()))


@get("/robot-codes/{challenge:str}/picture", needs=Needs.ANYONE)
async def picture(
    challenge: FromPath[str], actor: By, settings: NamedDependency[Settings], commands: Doing, robot_easel: Easel
) -> Response[bytes]:
    """Drawn anew each time, always of the same digits."""
    digits = codes.digits_of(challenge, settings.read_secret(), str(actor.tenant), at=commands.now())
    async with robot_easel:
        drawn = await asyncio.to_thread(picture_of, digits)
    return Response(drawn, media_type="image/png", headers=NOT_KEPT)


@get("/robot-codes/{challenge:str}/sound", needs=Needs.ANYONE)
async def sound(
    challenge: FromPath[str],
    actor: By,
    settings: NamedDependency[Settings],
    commands: Doing,
    robot_easel: Easel,
    langue: FromQuery[str] = "fr",
) -> Response[bytes]:
    """The same digits, said aloud in French or English."""
    digits = codes.digits_of(challenge, settings.read_secret(), str(actor.tenant), at=commands.now())
    async with robot_easel:
        said = await asyncio.to_thread(sound_of, digits, langue)
    return Response(said, media_type="audio/wav", headers=NOT_KEPT)


def router() -> Router:
    """The routes of a service that takes forms from anybody. Drawing takes a core: two at once."""
    easel = asyncio.Semaphore(AT_ONCE)
    waits = Provide(lambda: easel, sync_to_thread=False)
    return Router("/", route_handlers=[ask, picture, sound], dependencies={"robot_easel": waits})

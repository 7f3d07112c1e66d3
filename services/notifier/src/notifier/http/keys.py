"""Keys with which an organisation's programs write to people."""

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.commands import Commands
from chassis.http import Ask, By
from notifier.commands.programs.keys import MakeKey, OfKey, RotateKey, make_key, revoke_key, rotate_key
from notifier.domain.programs.api_key import KeyWanted, Mode, new_key_text
from notifier.queries.programs.keys import KeyView, key_view, list_keys, show_key
from notifier.storage.work import NotifierWork

MANAGE = "notifier.integrations.manage"
Change = NamedDependency[Commands[NotifierWork]]


class WithText(KeyView, frozen=True, kw_only=True):
    """`text` opens. It is told this once."""

    text: str


class Rotation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`keep_former`: the text before opens for another week; false when others may know it."""

    keep_former: bool = True


@get("/", needs=MANAGE, summary="The organisation's keys, those in service first")
async def index(actor: By, queries: Ask) -> list[KeyView]:
    return await queries.ask(list_keys, None, actor=actor)


@post("/", needs=MANAGE, summary="A new key: its text is told once")
async def make(data: JSONBody[KeyWanted], actor: By, commands: Change) -> WithText:
    new = new_key_text(data.mode)
    view = await commands.run(make_key, MakeKey(wanted=data, text=new), actor=actor, show=key_view)
    return WithText(**msgspec.structs.asdict(view), text=new.text)


@get("/{key_id:uuid}", needs=MANAGE, summary="A key, and when it was last used")
async def show(key_id: FromPath[UUID], actor: By, queries: Ask) -> KeyView:
    return await queries.ask(show_key, key_id, actor=actor)


@post("/{key_id:uuid}/rotation", needs=MANAGE, status_code=200, summary="A new text; both open for a week")
async def rotate(
    key_id: FromPath[UUID], data: JSONBody[Rotation], actor: By, queries: Ask, commands: Change
) -> WithText:
    known = await queries.ask(show_key, key_id, actor=actor)
    new = new_key_text(Mode(known.mode))
    command = RotateKey(key_id=key_id, text=new, keep_former=data.keep_former)
    view = await commands.run(rotate_key, command, actor=actor, show=key_view)
    return WithText(**msgspec.structs.asdict(view), text=new.text)


@delete("/{key_id:uuid}", needs=MANAGE, summary="Revoke it: it opens nothing from now on")
async def revoke(key_id: FromPath[UUID], actor: By, commands: Change) -> None:
    await commands.run(revoke_key, OfKey(key_id), actor=actor)


router = Router("/keys", route_handlers=[index, make, show, rotate, revoke], tags=["Clés"])

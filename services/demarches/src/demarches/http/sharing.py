"""The shared catalogue: read by every organisation's authors, copied, kept up with."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from chassis.http import Again, Ask, By
from demarches.commands.sharing.copy_shared import CopyShared, copy_shared
from demarches.commands.sharing.end_sharing import EndSharing, end_sharing
from demarches.commands.sharing.share_definition import ShareDefinition, share_definition
from demarches.commands.sharing.take_update import TakeUpdate, take_update
from demarches.domain.permissions import EDIT, SHARE
from demarches.http.bodies import Body, LongText, ShortText
from demarches.http.drafts import Run
from demarches.queries.editor.shared import SharedLine, SharedView, UpdateView, list_shared, read_shared, read_update

Path = Annotated[tuple[ShortText, ...], Meta(max_length=40)]


class ToShare(Body, frozen=True):
    note: LongText


class ToEnd(Body, frozen=True):
    reason: LongText


class ToCopy(Body, frozen=True):
    title: ShortText
    theme_id: UUID
    department_id: UUID


class ToTake(Body, frozen=True):
    """`number` and `version`: what was read. `theirs`: the conflicts settled their way, by their place."""

    number: int
    version: int
    theirs: Annotated[tuple[Path, ...], Meta(max_length=500)] = ()


class SharedNumber(Struct):
    number: int


class Made(Struct):
    id: UUID


class WorkVersion(Struct):
    version: int


@get("/shared-definitions", needs=EDIT)
async def all_shared(actor: By, queries: Ask) -> list[SharedLine]:
    return await queries.ask(list_shared, None, actor=actor)


@get("/shared-definitions/{shared_id:uuid}", needs=EDIT)
async def one_shared(shared_id: FromPath[UUID], actor: By, queries: Ask) -> SharedView:
    return await queries.ask(read_shared, shared_id, actor=actor)


@post("/shared-definitions/{shared_id:uuid}/copies", needs=EDIT)
async def copy(shared_id: FromPath[UUID], data: JSONBody[ToCopy], actor: By, commands: Run, once: Again) -> Made:
    command = CopyShared(
        shared_id=shared_id, title=data.title, theme_id=data.theme_id, department_id=data.department_id
    )
    return await commands.run(copy_shared, command, actor=actor, show=Made, once=once)


@post("/definitions/{demarche_id:uuid}/sharing", needs=SHARE)
async def share(
    demarche_id: FromPath[UUID], data: JSONBody[ToShare], actor: By, commands: Run, once: Again
) -> SharedNumber:
    command = ShareDefinition(demarche_id, data.note)
    return await commands.run(share_definition, command, actor=actor, show=SharedNumber, once=once)


@post("/shared-definitions/{shared_id:uuid}/end", needs=SHARE)
async def end(shared_id: FromPath[UUID], data: JSONBody[ToEnd], actor: By, commands: Run, once: Again) -> SharedNumber:
    """The offer ends; copies stay."""
    return await commands.run(
        end_sharing, EndSharing(shared_id, data.reason), actor=actor, show=SharedNumber, once=once
    )


@get("/definitions/{demarche_id:uuid}/update", needs=EDIT)
async def offered_update(demarche_id: FromPath[UUID], actor: By, queries: Ask) -> UpdateView | None:
    """Null when there is nothing new."""
    return await queries.ask(read_update, demarche_id, actor=actor)


@post("/definitions/{demarche_id:uuid}/update", needs=EDIT)
async def take(
    demarche_id: FromPath[UUID], data: JSONBody[ToTake], actor: By, commands: Run, once: Again
) -> WorkVersion:
    command = TakeUpdate(demarche_id=demarche_id, number=data.number, expected=data.version, theirs=data.theirs)
    return await commands.run(take_update, command, actor=actor, show=WorkVersion, once=once)


router = Router("/", route_handlers=[all_shared, one_shared, copy, share, end, offered_update, take])

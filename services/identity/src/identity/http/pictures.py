"""Logo and banner: seen by everybody, changed by who edits the guichet."""

import asyncio
from typing import Any

from litestar import Request, Response, Router, delete, get, put
from litestar.params import FromPath

from chassis.access import Needs
from chassis.http import Ask, By
from identity.commands.change_picture import ChangePicture, change_picture
from identity.domain.pictures import RULES, PictureKind, PictureNotFound, rewritten
from identity.http.context import Doing
from identity.queries.organisations import OrganisationView
from identity.queries.pictures import PictureOf, picture_of

EDIT = "identity.guichet.edit"


@get("/guichet/pictures/{kind:str}", needs=Needs.ANYONE)
async def show(kind: FromPath[str], actor: By, queries: Ask) -> Response[bytes]:
    known = kind_of(kind)
    content = await queries.ask(picture_of, PictureOf(known), actor=actor)
    return Response(content, media_type=RULES[known].media_type)


@put("/guichet/pictures/{kind:str}", needs=EDIT)
async def change(kind: FromPath[str], request: Request[Any, Any, Any], actor: By, commands: Doing) -> OrganisationView:
    """The body is the picture itself."""
    known = kind_of(kind)
    content = await asyncio.to_thread(rewritten, known, await request.body())
    command = ChangePicture(kind=known, content=content)
    return await commands.run(change_picture, command, actor=actor, show=OrganisationView.of)


@delete("/guichet/pictures/{kind:str}", needs=EDIT, status_code=200)
async def take_away(kind: FromPath[str], actor: By, commands: Doing) -> OrganisationView:
    command = ChangePicture(kind=kind_of(kind), content=None)
    return await commands.run(change_picture, command, actor=actor, show=OrganisationView.of)


def kind_of(text: str) -> PictureKind:
    try:
        return PictureKind(text)
    except ValueError as unknown:
        raise PictureNotFound from unknown


router = Router("/", route_handlers=[show, change, take_away])

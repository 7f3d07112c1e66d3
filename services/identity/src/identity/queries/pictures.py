"""The pictures of a guichet, as they are shown."""

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.pictures import PictureKind, PictureNotFound
from identity.storage.tables import guichet_pictures


class PictureOf(msgspec.Struct, frozen=True):
    kind: PictureKind


async def picture_of(question: PictureOf, _: Actor, connection: AsyncConnection) -> bytes:
    found = select(guichet_pictures.c.content).where(guichet_pictures.c.kind == str(question.kind))
    content = await connection.scalar(found)
    if content is None:
        raise PictureNotFound
    return bytes(content)

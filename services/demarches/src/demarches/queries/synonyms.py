"""The town's words for everyday ones."""

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.storage.tables import synonyms


class Synonym(Struct):
    term: str
    means: str


async def list_synonyms(_: None, actor: Actor, connection: AsyncConnection) -> list[Synonym]:
    rows = await connection.execute(select(synonyms).order_by(synonyms.c.term))
    return [Synonym(row.term, row.means) for row in rows]

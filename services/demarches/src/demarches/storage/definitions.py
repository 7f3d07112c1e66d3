"""Démarches and their published definitions."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Text, bindparam, cast, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.definition import Definition, read_definition
from demarches.domain.refusals import DemarcheNotFound
from demarches.storage import quotas
from demarches.storage.tables import definitions, demarches


class Published(NamedTuple):
    demarche_id: UUID
    slug: str
    number: int
    definition: Definition


_document = cast(definitions.c.content, Text).label("document")
_VERSION = select(_document).where(
    definitions.c.demarche_id == bindparam("demarche_id"), definitions.c.number == bindparam("number")
)
VERSIONS_KEPT = 500
_known: dict[tuple[UUID | None, UUID, int], Definition] = {}


async def current(connection: AsyncConnection, slug: str) -> Published:
    """The version in force. External links have none, so they are not found here."""
    statement = (
        select(demarches.c.id, demarches.c.slug, definitions.c.number, _document)
        .join(
            definitions, (definitions.c.demarche_id == demarches.c.id) & (definitions.c.number == demarches.c.current)
        )
        .where(demarches.c.slug == slug)
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise DemarcheNotFound
    return Published(row.id, row.slug, row.number, read_definition(row.document))


async def version(
    connection: AsyncConnection, demarche_id: UUID, number: int, *, tenant: UUID | None = None
) -> Definition:
    """The definition a dossier was made with. It never changes: given the connection's tenant, it is asked for once."""
    key = (tenant, demarche_id, number)
    if tenant is not None and key in _known:
        return _known[key]
    asked = {"demarche_id": demarche_id, "number": number}
    found = read_definition((await connection.execute(_VERSION, asked)).scalar_one())
    if tenant is not None:
        if len(_known) >= VERSIONS_KEPT:
            _known.clear()
        _known[key] = found
    return found


async def publish(connection: AsyncConnection, demarche_id: UUID, definition: Definition, *, at: datetime) -> int:
    """Write the next version and make it the current one; returns its number. The démarche's row is locked."""
    head = select(demarches.c.id).where(demarches.c.id == demarche_id).with_for_update()
    _ = (await connection.execute(head)).scalar_one()
    # Not the one in force: there is none after a withdrawal, and numbers are never used twice.
    last = select(func.max(definitions.c.number)).where(definitions.c.demarche_id == demarche_id)
    number = (await connection.scalar(last) or 0) + 1
    content = msgspec.to_builtins(definition)
    row = {"demarche_id": demarche_id, "number": number, "content": content, "published_at": at}
    await connection.execute(insert(definitions).values(row))
    shown = {
        "current": number,
        "title": content["title"],
        "summary": content["summary"],
        "needs_account": definition.needs_account,
        "duration_minutes": definition.duration_minutes,
        "opens_at": definition.opens_at,
        "closes_at": definition.closes_at,
        **searchable(content["title"], content["summary"], definition.keywords),
    }
    await connection.execute(update(demarches).where(demarches.c.id == demarche_id).values(**shown))
    await quotas.set_places(connection, demarche_id, definition.quota)
    return number


def searchable(title: Any, summary: Any, keywords: tuple[str, ...]) -> dict[str, Any]:
    """Title first, then keywords, then summary; accents are dropped on both sides of a search."""

    def vector(words: str, weight: str) -> Any:
        return func.setweight(func.to_tsvector("french", func.unaccent(words)), literal_column(f"'{weight}'"))

    said = [" ".join(w.values()) if isinstance(w, dict) else str(w) for w in (title, summary)]
    tags = " ".join(keywords)
    return {
        "search": vector(said[0], "A").op("||")(vector(tags, "B")).op("||")(vector(said[1], "C")),
        "words": func.lower(func.unaccent(f"{said[0]} {tags}")),
    }


async def is_current(connection: AsyncConnection, demarche_id: UUID, definition: Definition) -> bool:
    """Whether this very content is in force."""
    statement = (
        select(definitions.c.content == cast(msgspec.to_builtins(definition), JSONB))
        .join(demarches, (demarches.c.id == definitions.c.demarche_id) & (demarches.c.current == definitions.c.number))
        .where(definitions.c.demarche_id == demarche_id)
    )
    return bool(await connection.scalar(statement))

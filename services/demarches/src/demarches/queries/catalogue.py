"""What a town offers."""

from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say, told_in
from demarches.storage.tables import demarches, themes


class Entry(Struct, kw_only=True):
    """`told_in`: the language of its words, which is French where nobody wrote them in the reader's."""

    id: UUID
    slug: str
    title: str
    summary: str
    needs_account: bool
    external_url: str | None
    pinned: bool
    duration_minutes: int | None
    kind: str
    told_in: str


class ThemeEntries(Struct, kw_only=True):
    id: UUID
    slug: str
    name: str
    icon: str
    told_in: str
    demarches: list[Entry]


class Catalogue(Struct):
    themes: list[ThemeEntries]


ENTRY = (
    demarches.c.id,
    demarches.c.slug,
    demarches.c.title,
    demarches.c.summary,
    demarches.c.needs_account,
    demarches.c.external_url,
    demarches.c.pinned,
    demarches.c.duration_minutes,
    demarches.c.kind,
)
OFFERED = demarches.c.current.is_not(None) | demarches.c.external_url.is_not(None) | demarches.c.body.is_not(None)


def entry_of(row: Any, locale: str) -> Entry:
    known = {column.name: getattr(row, column.name) for column in ENTRY}
    words = {"title": say(row.title, locale), "summary": say(row.summary, locale)}
    return Entry(**{**known, **words}, told_in=told_in(row.title, locale))


async def read_catalogue(_: None, actor: Actor, connection: AsyncConnection) -> Catalogue:
    its = themes.c
    statement = (
        select(its.id.label("theme_id"), its.slug.label("theme_slug"), its.name, its.icon, *ENTRY)
        .join(demarches, demarches.c.theme_id == its.id)
        .where(OFFERED)
        .order_by(its.position, its.slug, demarches.c.position, demarches.c.slug)
    )
    found: dict[UUID, ThemeEntries] = {}
    for row in await connection.execute(statement):
        theme = found.setdefault(
            row.theme_id,
            ThemeEntries(
                id=row.theme_id,
                slug=row.theme_slug,
                name=say(row.name, actor.locale),
                icon=row.icon,
                told_in=told_in(row.name, actor.locale),
                demarches=[],
            ),
        )
        theme.demarches.append(entry_of(row, actor.locale))
    return Catalogue(list(found.values()))

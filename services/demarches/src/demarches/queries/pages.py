"""An information page of the catalogue."""

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say, told_in
from demarches.domain.refusals import DemarcheNotFound
from demarches.storage.tables import demarches, themes


class PageView(Struct, kw_only=True):
    slug: str
    title: str
    summary: str
    body: str
    told_in: str
    theme_slug: str
    theme_name: str
    theme_told_in: str


async def read_page(slug: str, actor: Actor, connection: AsyncConnection) -> PageView:
    d = demarches.c
    statement = (
        select(d.slug, d.title, d.summary, d.body, themes.c.slug.label("theme_slug"), themes.c.name)
        .join(themes, themes.c.id == d.theme_id)
        .where(d.slug == slug, d.body.is_not(None))
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise DemarcheNotFound
    return PageView(
        slug=row.slug,
        title=say(row.title, actor.locale),
        summary=say(row.summary, actor.locale),
        body=say(row.body, actor.locale),
        told_in=told_in(row.body, actor.locale),
        theme_slug=row.theme_slug,
        theme_name=say(row.name, actor.locale),
        theme_told_in=told_in(row.name, actor.locale),
    )

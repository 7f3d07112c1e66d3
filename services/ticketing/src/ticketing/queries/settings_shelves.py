"""Ranges and rubrics as their authors see them: those out of season too."""

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from ticketing.domain.knowledge import Range, Rubric, Season
from ticketing.domain.policies import must_edit_articles
from ticketing.storage.knowledge_tables import ranges, rubrics


class KeptShelves(msgspec.Struct, frozen=True):
    ranges: list[Range]
    rubrics: list[Rubric]


class ShowKeptShelves(msgspec.Struct, frozen=True):
    pass


async def show_kept_shelves(_: ShowKeptShelves, actor: Actor, connection: AsyncConnection) -> KeptShelves:
    must_edit_articles(actor)
    g, r = ranges.c, rubrics.c
    wide: Any = await connection.execute(select(ranges).order_by(g.position, g.slug))
    narrow: Any = await connection.execute(select(rubrics).order_by(r.position, r.slug))
    return KeptShelves(
        [Range(row.id, row.slug, row.name, row.position) for row in wide],
        [
            Rubric(
                row.id,
                row.range_id,
                row.slug,
                row.name,
                Season(row.first_day, row.last_day, row.every_year),
                row.position,
            )
            for row in narrow
        ],
    )

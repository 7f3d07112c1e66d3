"""Which rubrics of the knowledge base are shown on a day, and with them their articles."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ticketing.domain.knowledge import Season
from ticketing.storage.knowledge_tables import articles, rubrics


async def in_season(connection: AsyncConnection, now: datetime) -> ColumnElement[bool]:
    shown = [row.id for row in await rubrics_shown(connection, now)]
    return or_(articles.c.rubric_id.is_(None), articles.c.rubric_id.in_(shown))


async def rubrics_shown(connection: AsyncConnection, now: datetime) -> list[Any]:
    rows = await connection.execute(select(rubrics).order_by(rubrics.c.position, rubrics.c.slug))
    return [row for row in rows if Season(row.first_day, row.last_day, row.every_year).holds(now)]

"""Figures that anyone may read, when the organisation wishes."""

from datetime import date

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.domain.refusals import FiguresNotPublished
from demarches.queries.statistics.figures import AskFigures, read_figures
from demarches.storage.tables import published_figures

FEWEST = 5
LICENCE = "Licence Ouverte 2.0"


class OpenLine(Struct, frozen=True, kw_only=True):
    """Empty where fewer than five people would be counted."""

    demarche: str
    received: int | None
    decided: int | None
    median_days: float | None
    share_in_legal_time: float | None
    satisfaction: float | None


class OpenFigures(Struct, frozen=True, kw_only=True):
    first: date
    last: date
    licence: str
    lines: list[OpenLine]


async def is_published(_: None, actor: Actor, connection: AsyncConnection) -> bool:
    return bool(await connection.scalar(select(published_figures.c.published)))


async def read_published(question: tuple[AskFigures, date], actor: Actor, connection: AsyncConnection) -> OpenFigures:
    if not await is_published(None, actor, connection):
        raise FiguresNotPublished
    asked, _ = question
    figures = await read_figures(question, actor, connection)
    return OpenFigures(
        first=asked.first,
        last=asked.last,
        licence=LICENCE,
        lines=[
            OpenLine(
                demarche=one.title,
                received=_enough(one.received),
                decided=_enough(one.decided),
                median_days=one.median_days if one.decided >= FEWEST else None,
                share_in_legal_time=one.in_time if one.decided >= FEWEST else None,
                satisfaction=one.satisfaction if one.answers >= FEWEST else None,
            )
            for one in figures.demarches
        ],
    )


def _enough(number: int) -> int | None:
    return number if number >= FEWEST or number == 0 else None

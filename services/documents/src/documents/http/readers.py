"""Who opened a person's files, and who may read them: agents by their names, which identity tells at that moment."""

from collections.abc import Sequence
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis import logs
from chassis.access import Needs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from chassis.refusals import Unavailable
from documents.events.names import AgentNames
from documents.queries.list_openings import list_openings
from documents.queries.list_readings import AskReadings, ReadingView, list_my_readings
from documents.queries.views import OpeningView

Names = NamedDependency[AgentNames]
Run = NamedDependency[Commands[Any]]


@get("/journal", needs=Needs.CITIZEN)
async def openings(
    actor: By, queries: Ask, names: Names, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50
) -> Page[OpeningView]:
    """Who opened what, the safe's own files and those that were handed over."""
    lines = await queries.ask(list_openings, (cursor, limit), actor=actor)
    await _name(lines.items, actor, names)
    return lines


@get("/readings", needs=Needs.CITIZEN)
async def readings(
    actor: By,
    queries: Ask,
    commands: Run,
    names: Names,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[ReadingView]:
    """Which agents may read the pieces that were handed over, why and until when."""
    lines = await queries.ask(list_my_readings, AskReadings(commands.now(), cursor, limit), actor=actor)
    await _name(lines.items, actor, names)
    return lines


async def _name(lines: Sequence[OpeningView | ReadingView], actor: Actor, names: AgentNames) -> None:
    """Names in the place of accounts. Without identity the lines are told all the same: an agent of the town."""
    try:
        known = await names.of([line.reader_id for line in lines if line.reader_id], actor.tenant)
    except Unavailable:
        logs.log.warning("names not told")
        known = {}
    for line in lines:
        line.reader = known.get(line.reader_id) if line.reader_id else None
        line.reader_id = None


ROUTES = [openings, readings]

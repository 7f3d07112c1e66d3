"""`parvis outbox`: what has happened in the services and has not yet been told to the others."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from chassis.database import Database
from suite.cli.operator import chosen_services
from suite.cli.tables import print_json, print_table
from suite.installation import Installation

# As the alarm « events wait » of the supervision page.
FRESH = 60.0
WAITING = text(
    "select type, count(*) as waiting, extract(epoch from now() - min(at))::float8 as oldest_seconds "
    "from outbox where published_at is null group by type order by min(at)"
)


@dataclass(frozen=True)
class Line:
    service: str
    type: str
    waiting: int
    oldest_seconds: float


def show(service: str | None, *, json: bool) -> int:
    """1 when something has waited for more than a minute: the bus, or the service's relay, is away."""
    installation = Installation.chosen()
    # The relay's own role: it sees the outbox of every organisation, and nothing else.
    urls = {one: installation.database_url(one, "relay") for one in chosen_services(service)}
    lines = asyncio.run(waiting(urls))
    is_late = any(line.oldest_seconds > FRESH for line in lines)
    if json:
        print_json({"late": is_late, "waiting": [vars(line) for line in lines]})
    elif lines:
        rows = [(line.service, line.type, line.waiting, f"{line.oldest_seconds:.0f} s") for line in lines]
        print_table(("service", "event", "waiting", "oldest"), rows)
        if is_late:
            print("Des événements attendent depuis plus d’une minute : fiche « outbox » (docs/runbooks).")
    else:
        print("Tout ce qui s’est passé a été dit aux autres services.")
    return 1 if is_late else 0


async def waiting(urls: Mapping[str, str]) -> list[Line]:
    return [line for service, url in urls.items() for line in await _of(service, url)]


async def _of(service: str, url: str) -> list[Line]:
    database = Database(url, pool_size=1)
    try:
        async with database.platform_transaction() as connection:
            found: Any = await connection.execute(WAITING)
            return [Line(service, row.type, row.waiting, round(row.oldest_seconds, 1)) for row in found]
    finally:
        await database.close()

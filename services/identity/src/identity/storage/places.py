"""The directory of communes and groupings: shipped as a file, looked up in a table that belongs to no tenant."""

import asyncio
import hashlib
import lzma
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select

from chassis import logs
from chassis.database import Database
from identity.domain.places import Place, searchable
from identity.storage.tables import place_editions, places

FILE = Path(__file__).parent / "places.tsv.xz"
LOOK_AGAIN = 24 * 3600.0
ANOTHER_IS_AT_IT = 10.0


async def keep_places(database: Database) -> int | None:
    """Load the shipped edition unless the table holds it already; the number of lines loaded. None while another instance
    is at it: loading takes longer than anybody may wait for a lock."""
    packed = FILE.read_bytes()
    edition = hashlib.sha256(packed).hexdigest()
    async with database.platform_transaction() as connection:
        if not await connection.scalar(select(func.pg_try_advisory_xact_lock(func.hashtext("places")))):
            return None
        if await connection.scalar(select(place_editions.c.edition)) == edition:
            return 0
        records = [_record(line) for line in lzma.decompress(packed).decode().splitlines()]
        await connection.execute(delete(places))
        await connection.execute(delete(place_editions))
        raw: Any = (await connection.get_raw_connection()).driver_connection
        await raw.copy_records_to_table("places", records=records, columns=list(places.c.keys()))
        await connection.execute(place_editions.insert().values(edition=edition))
    logs.log.info("directory of places loaded", lines=len(records))
    return len(records)


def keeping(database: Database) -> Callable[[], Awaitable[None]]:
    """The task that a running service has for it."""

    async def keep_directory() -> None:
        is_another = await keep_places(database) is None
        await asyncio.sleep(ANOTHER_IS_AT_IT if is_another else LOOK_AGAIN)

    return keep_directory


def _record(line: str) -> tuple[Any, ...]:
    kind, code, siren, name, postal_codes, department, population = line.split("\t")
    return code, kind, siren, name, searchable(name), postal_codes.split(), department, int(population)


def place_from(row: Any) -> Place:
    return Place(
        kind=row.kind,
        code=row.code,
        siren=row.siren,
        name=row.name,
        postal_codes=tuple(row.postal_codes),
        department=row.department,
        population=row.population,
    )

"""How much an organisation keeps here, and how that grows."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from documents.storage.tables import bundle_files, bundles, files, integrity_checks

MONTHS = 12


class Share(msgspec.Struct, kw_only=True):
    name: str
    files: int
    bytes: int


class StorageView(msgspec.Struct, kw_only=True):
    """`months`: (first day, files received, bytes received), the oldest first."""

    files: int
    bytes: int
    by_holder: list[Share]
    by_type: list[Share]
    months: list[tuple[str, int, int]]
    checked_at: datetime | None = None
    checked: int = 0
    altered: int = 0
    missing: int = 0
    orphans: int = 0


async def read_storage_use(now: datetime, actor: Actor, connection: AsyncConnection) -> StorageView:
    """A file that both a safe and a dossier hold is counted with the dossier: it lies there once."""
    held = (
        select(bundle_files.c.file_id, func.min(bundles.c.issuer).label("issuer"))
        .join(bundles, (bundles.c.tenant == bundle_files.c.tenant) & (bundles.c.id == bundle_files.c.bundle_id))
        .group_by(bundle_files.c.file_id)
        .subquery()
    )
    holder = case((held.c.issuer.is_(None), "safe"), else_=held.c.issuer)
    by_holder = await _shares(connection, holder, files.outerjoin(held, held.c.file_id == files.c.id))
    by_type = await _shares(connection, files.c.media_type, files)
    month = func.date_trunc("month", files.c.received_at)
    wanted = _last_months(now)
    grown = select(month.label("month"), func.count().label("files"), func.sum(files.c.size).label("bytes"))
    rows = await connection.execute(grown.where(files.c.received_at >= wanted[0]).group_by(month).order_by(month))
    by_month = {f"{row.month:%m/%Y}": (row.files, int(row.bytes)) for row in rows}
    shown = StorageView(
        files=sum(one.files for one in by_holder),
        bytes=sum(one.bytes for one in by_holder),
        by_holder=by_holder,
        by_type=by_type,
        months=[(name, *by_month.get(name, (0, 0))) for name in (f"{one:%m/%Y}" for one in wanted)],
    )
    last = select(integrity_checks).where(integrity_checks.c.tenant == actor.tenant)
    counted = (await connection.execute(last)).one_or_none()
    if counted is not None:
        shown.checked_at, shown.checked = counted.ended_at, counted.checked
        shown.altered, shown.missing, shown.orphans = counted.altered, counted.missing, counted.orphans
    return shown


def _last_months(now: datetime) -> list[datetime]:
    """The first days of the last twelve months, this one included: an empty one is shown as such."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = [first]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


async def _shares(connection: AsyncConnection, by: Any, of: Any) -> list[Share]:
    counted = select(by.label("name"), func.count().label("files"), func.sum(files.c.size).label("bytes"))
    rows = await connection.execute(counted.select_from(of).group_by(by).order_by(func.sum(files.c.size).desc()))
    return [Share(name=row.name, files=row.files, bytes=int(row.bytes)) for row in rows]

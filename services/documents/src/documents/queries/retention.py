"""What is kept until when, for those who answer for it: ids, counts and dates, no name."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from documents.domain.retention import DEFAULTS
from documents.storage.tables import bundle_files, bundles, files, legal_holds, retention_rules

MOST = 200


class TermLine(msgspec.Struct, kw_only=True):
    """How many days after its end what this service keeps is erased, and the text that says so."""

    issuer: str
    days: int
    reference: str


class BundleLine(msgspec.Struct, kw_only=True):
    bundle_id: UUID
    issuer: str
    files: int
    bytes: int
    closed_at: datetime | None
    purge_at: datetime | None
    reason: str | None = None
    placed_at: datetime | None = None


class RetentionView(msgspec.Struct, kw_only=True):
    """`due`: the next to be purged, the soonest first; `held`: what is held back, the newest hold first."""

    rules: list[TermLine]
    due: list[BundleLine]
    held: list[BundleLine]


async def read_retention(_: None, actor: Actor, connection: AsyncConnection) -> RetentionView:
    own = {row.issuer: row for row in await connection.execute(select(retention_rules))}
    rules = [own.get(issuer, rule) for issuer, rule in DEFAULTS.items()]
    lines = _lines()
    due = lines.where(bundles.c.purge_at.is_not(None), legal_holds.c.bundle_id.is_(None))
    held = lines.where(legal_holds.c.bundle_id.is_not(None))
    return RetentionView(
        rules=[TermLine(issuer=rule.issuer, days=rule.days, reference=rule.reference) for rule in rules],
        due=[_line(row) for row in await connection.execute(due.order_by(bundles.c.purge_at).limit(MOST))],
        held=[
            _line(row) for row in await connection.execute(held.order_by(legal_holds.c.placed_at.desc()).limit(MOST))
        ],
    )


def _lines() -> Any:
    counted = (
        select(bundle_files.c.bundle_id, func.count().label("files"), func.sum(files.c.size).label("bytes"))
        .join(files, (files.c.tenant == bundle_files.c.tenant) & (files.c.id == bundle_files.c.file_id))
        .group_by(bundle_files.c.bundle_id)
        .subquery()
    )
    return select(
        bundles.c.id,
        bundles.c.issuer,
        bundles.c.closed_at,
        bundles.c.purge_at,
        legal_holds.c.reason,
        legal_holds.c.placed_at,
        counted.c.files,
        counted.c.bytes,
    ).select_from(
        bundles.outerjoin(
            legal_holds, (legal_holds.c.tenant == bundles.c.tenant) & (legal_holds.c.bundle_id == bundles.c.id)
        ).outerjoin(counted, counted.c.bundle_id == bundles.c.id)
    )


def _line(row: Any) -> BundleLine:
    return BundleLine(
        bundle_id=row.id,
        issuer=row.issuer,
        files=row.files or 0,
        bytes=int(row.bytes or 0),
        closed_at=row.closed_at,
        purge_at=row.purge_at,
        reason=row.reason,
        placed_at=row.placed_at,
    )

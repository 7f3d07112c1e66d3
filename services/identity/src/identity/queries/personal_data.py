"""One's exports, and the certificate of an erasure."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.personal_data import (
    CERTIFICATE_LIVES,
    Erasure,
    ErasureNotFound,
    ErasureUnderWay,
    ExportNotFound,
    PersonalExport,
)
from identity.storage.personal_data import erasure_from, export_from
from identity.storage.tables import erasures, personal_exports


class ExportsOf(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    now: datetime


class OneExport(msgspec.Struct, frozen=True, kw_only=True):
    export_id: UUID
    account_id: UUID
    now: datetime


class ExportLine(msgspec.Struct, frozen=True, kw_only=True):
    """`ready` is false until every service has told its part."""

    id: UUID
    requested_at: datetime
    expires_at: datetime
    ready: bool

    @classmethod
    def of(cls, export: PersonalExport) -> "ExportLine":
        return cls(
            id=export.id,
            requested_at=export.requested_at,
            expires_at=export.expires_at,
            ready=export.ready_at is not None,
        )


class CertificateOf(msgspec.Struct, frozen=True, kw_only=True):
    erasure_id: UUID
    now: datetime


async def exports_of(question: ExportsOf, _: Actor, connection: AsyncConnection) -> list[ExportLine]:
    """Those that are still to be had, the newest first."""
    e = personal_exports.c
    mine = select(personal_exports).where(e.account_id == question.account_id, e.expires_at > question.now)
    rows = await connection.execute(mine.order_by(e.requested_at.desc()).limit(20))
    return [ExportLine.of(export_from(row)) for row in rows]


async def ready_export(question: OneExport, _: Actor, connection: AsyncConnection) -> ExportLine:
    """Raises what says that it is not there, not yet or no longer."""
    e = personal_exports.c
    found = select(personal_exports).where(e.id == question.export_id, e.account_id == question.account_id)
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise ExportNotFound
    export = export_from(row)
    export.must_be_there(at=question.now)
    return ExportLine.of(export)


async def certificate_of(question: CertificateOf, _: Actor, connection: AsyncConnection) -> Erasure:
    row = (await connection.execute(select(erasures).where(erasures.c.id == question.erasure_id))).one_or_none()
    if row is None:
        raise ErasureNotFound
    erasure = erasure_from(row)
    if erasure.completed_at is None:
        raise ErasureUnderWay
    if question.now >= erasure.completed_at + CERTIFICATE_LIVES:
        raise ErasureNotFound
    return erasure

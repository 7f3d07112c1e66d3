"""Exports and erasures, kept."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete

from chassis.repository import Repository
from identity.domain.personal_data import Erasure, ErasureNotFound, ExportNotFound, PersonalExport
from identity.storage.tables import erasures, personal_exports


class PersonalExports(Repository[PersonalExport]):
    table = personal_exports
    missing = ExportNotFound

    def load(self, row: Row[Any]) -> PersonalExport:
        return export_from(row)

    def dump(self, aggregate: PersonalExport) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "requested_at": a.requested_at,
            "expires_at": a.expires_at,
            "parts": sorted(a.parts),
            "ready_at": a.ready_at,
        }

    async def remove(self, export_id: UUID) -> None:
        _ = await self.uow.connection.execute(delete(personal_exports).where(personal_exports.c.id == export_id))


class Erasures(Repository[Erasure]):
    table = erasures
    missing = ErasureNotFound

    def load(self, row: Row[Any]) -> Erasure:
        return erasure_from(row)

    def dump(self, aggregate: Erasure) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "account_id": a.account_id,
            "requested_at": a.requested_at,
            "email": a.email,
            "locale": a.locale,
            "answers": a.answers,
            "completed_at": a.completed_at,
        }

    async def of_account(self, account_id: UUID) -> Erasure | None:
        return await self.find(erasures.c.account_id == account_id)


def export_from(row: Any) -> PersonalExport:
    return PersonalExport(
        id=row.id,
        account_id=row.account_id,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        parts=frozenset(row.parts),
        ready_at=row.ready_at,
        version=row.version,
    )


def erasure_from(row: Any) -> Erasure:
    return Erasure(
        id=row.id,
        account_id=row.account_id,
        requested_at=row.requested_at,
        email=row.email,
        locale=row.locale,
        answers=row.answers,
        completed_at=row.completed_at,
        version=row.version,
    )

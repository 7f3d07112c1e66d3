"""Activation keys, kept."""

from typing import Any

import msgspec
from sqlalchemy import Row, select

from chassis.refusals import NotFound
from chassis.repository import Repository
from identity.domain.activation_keys import ActivationKey, Family
from identity.storage.tables import activation_keys


class KeyNotFound(NotFound):
    """Cette clé n’existe pas."""


class ActivationKeys(Repository[ActivationKey]):
    table = activation_keys
    missing = KeyNotFound

    def load(self, row: Row[Any]) -> ActivationKey:
        return key_from(row)

    def dump(self, aggregate: ActivationKey) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "batch_id": a.batch_id,
            "reference": a.reference,
            "key_hash": a.key_hash,
            "family": a.family and msgspec.to_builtins(a.family),
            "issued_at": a.issued_at,
            "issued_by": a.issued_by,
            "expires_at": a.expires_at,
            "used_at": a.used_at,
            "withdrawn_at": a.withdrawn_at,
            "account_id": a.account_id,
        }

    async def opened_by(self, key_hash: bytes) -> ActivationKey | None:
        return await self.find(activation_keys.c.key_hash == key_hash)

    async def unused_references(self) -> set[str]:
        """Families that hold a key which may still be used."""
        useful = activation_keys.c.family.is_not(None) & (activation_keys.c.expires_at > self.uow.now)
        return set((await self.uow.connection.scalars(select(activation_keys.c.reference).where(useful))).all())


def key_from(row: Any) -> ActivationKey:
    return ActivationKey(
        id=row.id,
        batch_id=row.batch_id,
        reference=row.reference,
        key_hash=row.key_hash,
        family=msgspec.convert(row.family, Family) if row.family else None,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        expires_at=row.expires_at,
        used_at=row.used_at,
        withdrawn_at=row.withdrawn_at,
        account_id=row.account_id,
        version=row.version,
    )

"""Permission grants, kept."""

from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import UnitOfWork
from identity.domain.accounts import AccountStatus
from identity.domain.mandates import MandateStatus
from identity.storage.tables import accounts, mandates, permission_grants


class Grants:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, account_id: UUID, permission: str, *, mandate_id: UUID | None = None) -> bool:
        """Under the mandate of the administrator in office. False when it was granted already and lives."""
        row = {
            "account_id": account_id,
            "permission": permission,
            "granted_at": self._uow.now,
            "granted_by": str(self._uow.actor),
            "mandate_id": mandate_id,
        }
        key = [permission_grants.c.tenant, permission_grants.c.account_id, permission_grants.c.permission]
        # One that hung on an ended mandate is given anew.
        added = (
            insert(permission_grants)
            .values(row)
            .on_conflict_do_update(
                index_elements=key,
                set_={name: row[name] for name in ("granted_at", "granted_by", "mandate_id")},
                where=permission_grants.c.mandate_id.is_distinct_from(mandate_id),
            )
        )
        return (await self._uow.connection.execute(added)).rowcount == 1

    async def has(self, account_id: UUID, permission: str) -> bool:
        held = select(permission_grants.c.permission).where(
            permission_grants.c.account_id == account_id, permission_grants.c.permission == permission
        )
        return await self._uow.connection.scalar(held) is not None

    async def remove(self, account_id: UUID, permission: str) -> bool:
        """False when it was not granted."""
        removed = delete(permission_grants).where(
            permission_grants.c.account_id == account_id, permission_grants.c.permission == permission
        )
        return (await self._uow.connection.execute(removed)).rowcount == 1


def is_alive_grant() -> ColumnElement[bool]:
    """A permission lives along a live path: its mandate is in force and the administrator's account active."""
    holder = accounts.alias("administrator")
    path = exists().where(
        mandates.c.id == permission_grants.c.mandate_id,
        mandates.c.status == str(MandateStatus.ACTIVE),
        holder.c.id == mandates.c.account_id,
        holder.c.status == str(AccountStatus.ACTIVE),
    )
    return permission_grants.c.mandate_id.is_(None) | path

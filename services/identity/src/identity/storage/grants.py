"""Permission grants, kept."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import UnitOfWork
from identity.storage.tables import permission_grants


class Grants:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, account_id: UUID, permission: str) -> bool:
        """False when it was granted already."""
        row = {
            "account_id": account_id,
            "permission": permission,
            "granted_at": self._uow.now,
            "granted_by": str(self._uow.actor),
        }
        added = insert(permission_grants).values(row).on_conflict_do_nothing()
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

"""Where keys are opened: one place, so that who may is said once."""

import asyncio
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.actor import Kind
from chassis.unit_of_work import UnitOfWork
from documents.domain import keys
from documents.domain.keys import KeyManagement
from documents.domain.refusals import SafeNotFound
from documents.domain.safe import Safe
from documents.storage.tables import integrity_checks, tenant_keys

OF_TENANT = select(tenant_keys.c.wrapped_key)


class KeyRing:
    """The keys of the actor's tenant, for one transaction."""

    def __init__(self, uow: UnitOfWork, management: KeyManagement) -> None:
        self._uow, self._management = uow, management
        self._tenant_key: bytes | None = None
        self._wrapped: bytes | None = None

    def came_along(self, wrapped: bytes | None) -> None:
        """The tenant's key as it lies, asked for together with something else (`OF_TENANT`)."""
        self._wrapped = wrapped

    async def tenant_key(self) -> bytes:
        if self._tenant_key is None:
            name = keys.tenant_key_name(self._uow.actor.tenant)
            self._tenant_key = await self._unwrap(name, await self._wrapped_tenant_key(name))
        return self._tenant_key

    async def rewrap_tenant_key(self) -> None:
        """Locked meanwhile, so that a rotation that runs twice writes once after the other."""
        name = keys.tenant_key_name(self._uow.actor.tenant)
        locked = OF_TENANT.with_for_update()
        wrapped = await self._uow.connection.scalar(locked)
        if wrapped is not None:
            anew = self._management.wrap(name, self._management.unwrap(name, wrapped))
            await self._uow.connection.execute(update(tenant_keys).values(wrapped_key=anew))

    async def new_safe_key(self, owner: UUID, key_id: UUID) -> bytes:
        _, wrapped = self._management.new_key(self._safe(owner, key_id), under=await self.tenant_key())
        return wrapped

    async def safe_key(self, safe: Safe) -> bytes:
        """Needs its owner, acting now: neither a service nor an agent, whatever they hold, gets past this line."""
        actor = self._uow.actor
        if actor.kind is not Kind.CITIZEN or actor.subject != safe.id:
            raise SafeNotFound
        name = self._safe(safe.id, safe.key_id)
        return await self._unwrap(name, safe.wrapped_key, under=await self.tenant_key())

    def destroy_safe_key(self, safe: Safe) -> None:
        self._management.destroy(self._safe(safe.id, safe.key_id))

    async def new_bundle_key(self, bundle_id: UUID) -> bytes:
        name = keys.bundle_key_name(self._uow.actor.tenant, bundle_id)
        _, wrapped = self._management.new_key(name, under=await self.tenant_key())
        return wrapped

    async def bundle_key(self, bundle_id: UUID, wrapped: bytes) -> bytes:
        """Callers have checked a grant for this bundle."""
        name = keys.bundle_key_name(self._uow.actor.tenant, bundle_id)
        return await self._unwrap(name, wrapped, under=await self.tenant_key())

    async def wrap_for_checks(self, file_id: UUID, key: bytes) -> bytes:
        return keys.wrap(key, under=await self.tenant_key(), name=keys.file_key_name("checks", file_id))

    async def unwrap_for_checks(self, file_id: UUID, wrapped: bytes) -> bytes:
        return keys.unwrap(wrapped, under=await self.tenant_key(), name=keys.file_key_name("checks", file_id))

    async def _unwrap(self, name: str, wrapped: bytes, *, under: bytes | None = None) -> bytes:
        if self._management.answers_at_once:
            return self._management.unwrap(name, wrapped, under=under)
        # A key management elsewhere is a round trip, and this loop serves everybody.
        return await asyncio.to_thread(self._management.unwrap, name, wrapped, under=under)

    def _safe(self, owner: UUID, key_id: UUID) -> str:
        return keys.safe_key_name(self._uow.actor.tenant, owner, key_id)

    async def _wrapped_tenant_key(self, name: str) -> bytes:
        connection = self._uow.connection
        known = self._wrapped or await connection.scalar(OF_TENANT)
        if known is None:
            # Two first uploads at once: one key wins, both use it.
            _, made = await asyncio.to_thread(self._management.new_key, name)
            await connection.execute(insert(tenant_keys).values(wrapped_key=made).on_conflict_do_nothing())
            known = await connection.scalar(OF_TENANT)
            tonight = insert(integrity_checks).values(tenant=self._uow.actor.tenant, due_at=self._uow.now)
            await connection.execute(tonight.on_conflict_do_nothing())
        assert known is not None
        return known

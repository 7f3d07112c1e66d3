"""Wrap an organisation's key with the root of today. Nothing below it changes: files stay as they are."""

from typing import NamedTuple

from documents.storage.unit_of_work import DocumentsWork


class RewrapTenantKey(NamedTuple):
    pass


async def rewrap_tenant_key(_: RewrapTenantKey, uow: DocumentsWork) -> None:
    await uow.keys.rewrap_tenant_key()
    uow.note("documents.tenant_key.rewrapped", uow.actor.tenant)

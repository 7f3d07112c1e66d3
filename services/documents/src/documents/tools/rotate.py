"""`python -m documents.tools.rotate`: wrap every organisation's key with the newest root of the key management.

Add the new root first (a line at the end of PARVIS_MASTER_KEY_FILE), run this, and take the old one away: no process is
stopped, and no file is written anew. What fails is named, and the old root must stay until it no longer does.
"""

import asyncio
import sys
from functools import partial

from sqlalchemy import select

from chassis.actor import Actor
from chassis.refusals import Refusal
from chassis.service import Service
from chassis.settings import Settings
from documents.commands.rewrap_tenant_key import RewrapTenantKey, rewrap_tenant_key
from documents.storage.root_key import root_key
from documents.storage.tables import integrity_checks
from documents.storage.unit_of_work import DocumentsWork


async def rotate(service: Service[DocumentsWork]) -> tuple[int, list[str]]:
    """How many were wrapped anew, and the organisations for which it failed."""
    async with service.database.platform_transaction() as connection:
        tenants = list(await connection.scalars(select(integrity_checks.c.tenant)))
    failed: list[str] = []
    for tenant in tenants:
        try:
            await service.commands.run(
                rewrap_tenant_key, RewrapTenantKey(), actor=Actor.of_service("documents", tenant)
            )
        except Refusal:
            failed.append(str(tenant))
    return len(tenants) - len(failed), failed


async def _main(settings: Settings) -> int:
    service: Service[DocumentsWork] = Service(settings, partial(DocumentsWork, keys=root_key(settings)))
    try:
        done, failed = await rotate(service)
    finally:
        await service.database.close()
        await service.relay_database.close()
    sys.stdout.write(f"{done} wrapped anew, {len(failed)} failed\n" + "".join(f"{one}\n" for one in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(Settings())))  # pyright: ignore[reportCallIssue]

"""`python -m documents.tools.check [tenant …]`: count objects now, as every night, and tell it as every night. Exits with 1 when something is broken."""

import asyncio
import sys
from functools import partial
from uuid import UUID

from sqlalchemy import select

from chassis.clock import utc_now
from chassis.service import Service
from chassis.settings import Settings
from documents.scanning.integrity import IntegrityCheck
from documents.storage.objects import ObjectStore
from documents.storage.root_key import root_key
from documents.storage.tables import integrity_checks
from documents.storage.unit_of_work import DocumentsWork


async def count(settings: Settings, wanted: list[UUID]) -> int:
    service: Service[DocumentsWork] = Service(settings, partial(DocumentsWork, keys=root_key(settings)))
    check = IntegrityCheck(service.database, ObjectStore(settings), service.commands, utc_now)
    broken = 0
    try:
        async with service.database.platform_transaction() as connection:
            tenants = wanted or list(await connection.scalars(select(integrity_checks.c.tenant)))
        for tenant in tenants:
            counted = await check.check(tenant)
            await check.note(tenant, counted)
            broken += counted.altered + counted.missing
            sys.stdout.write(f"{tenant} {counted._asdict()}\n")
    finally:
        await service.database.close()
        await service.relay_database.close()
    return 1 if broken else 0


def main() -> int:
    wanted = [UUID(word) for word in sys.argv[1:]]
    return asyncio.run(count(Settings(), wanted))  # pyright: ignore[reportCallIssue]


if __name__ == "__main__":
    sys.exit(main())

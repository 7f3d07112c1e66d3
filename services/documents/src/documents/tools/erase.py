"""`python -m documents.tools.erase safe <tenant> <owner>` or `… bundle <tenant> <bundle>`: what cannot be undone.

A safe: its key is destroyed, and nothing in it can be read again, in any backup either. A bundle: the files of one
dossier or ticket go, except for those that a safe holds as well.
"""

import asyncio
import sys
from functools import partial
from uuid import UUID

from chassis.actor import Actor, Kind
from chassis.service import Service
from chassis.settings import Settings
from documents.commands.destroy_safe import DestroySafe, destroy_safe
from documents.commands.purge_bundle import PurgeBundle, purge_bundle
from documents.storage.root_key import root_key
from documents.storage.unit_of_work import DocumentsWork


async def erase(settings: Settings, what: str, tenant: UUID, which: UUID) -> None:
    service: Service[DocumentsWork] = Service(settings, partial(DocumentsWork, keys=root_key(settings)))
    try:
        if what == "safe":
            # Rows of a safe exist for their owner alone; no key is opened.
            eraser = Actor(tenant=tenant, kind=Kind.SERVICE, subject=which, service="documents")
            await service.commands.run(destroy_safe, DestroySafe(which), actor=eraser)
        else:
            actor = Actor.of_service("documents", tenant)
            await service.commands.run(purge_bundle, PurgeBundle(which), actor=actor)
    finally:
        await service.database.close()
        await service.relay_database.close()


def main() -> None:
    if len(sys.argv) != 4 or sys.argv[1] not in ("safe", "bundle"):
        raise SystemExit(__doc__)
    asyncio.run(erase(Settings(), sys.argv[1], UUID(sys.argv[2]), UUID(sys.argv[3])))  # pyright: ignore[reportCallIssue]


if __name__ == "__main__":
    main()

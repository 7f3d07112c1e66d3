"""`python -m identity.tools.erase_again <tenant> <account>`: after a restore, the account that was erased since."""

import asyncio
import sys
from uuid import UUID

from chassis.actor import Actor
from chassis.service import Service
from chassis.settings import Settings
from identity.commands.erase_again import EraseAgain, erase_again
from identity.storage.work import IdentityWork


async def erase(settings: Settings, tenant: UUID, account: UUID) -> bool:
    service = Service(settings, IdentityWork)
    try:
        actor = Actor.of_service("identity", tenant)
        return await service.commands.run(erase_again, EraseAgain(account), actor=actor)
    finally:
        await service.database.close()
        await service.relay_database.close()


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    asyncio.run(erase(Settings(), UUID(sys.argv[1]), UUID(sys.argv[2])))  # pyright: ignore[reportCallIssue]


if __name__ == "__main__":
    main()

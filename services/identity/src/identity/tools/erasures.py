"""`python -m identity.tools.erasures`: erasures that a service has not answered within a day. Exit code 1 when there are some."""

import asyncio
import sys

from chassis.actor import Actor
from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.service import Service
from chassis.settings import Settings
from identity.domain.personal_data import ANSWERS_TAKE
from identity.queries.erasures import WaitingErasure, WaitingErasures, waiting_erasures
from identity.storage.work import IdentityWork


async def waiting(settings: Settings) -> tuple[WaitingErasure, ...]:
    service = Service(settings, IdentityWork)
    try:
        question = WaitingErasures(utc_now() - ANSWERS_TAKE)
        return await service.queries.ask(waiting_erasures, question, actor=Actor.of_service("identity", new_id()))
    finally:
        await service.database.close()
        await service.relay_database.close()


def told(line: WaitingErasure) -> str:
    return f"{line.requested_at:%Y-%m-%d %H:%M} UTC  {line.erasure_id}  {line.organisation}: {', '.join(line.missing)}"


def main() -> None:
    found = asyncio.run(waiting(Settings()))  # pyright: ignore[reportCallIssue]
    for line in found:
        sys.stdout.write(f"{told(line)}\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()

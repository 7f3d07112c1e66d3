"""Commands of a programme that nobody waits for, such as a demonstration that is loaded while its service already runs."""

import asyncio
from typing import Any

from chassis import logs
from chassis.commands import Commands, U
from chassis.database import DatabaseUnavailable
from chassis.idempotency import StillRunning

TRIES = 30
BETWEEN_SECONDS = 1.0


class PatientCommands(Commands[U]):
    """A command that met a lock, or a database too busy to answer, is run again; its transaction was rolled back as a whole.

    A person is told at once instead (409, 503), and tries again.
    """

    async def run(self, handler: Any, command: Any, **options: Any) -> Any:
        for _ in range(TRIES - 1):
            try:
                return await super().run(handler, command, **options)
            except (StillRunning, DatabaseUnavailable) as busy:
                logs.log.info("to be tried again", command=handler.__name__, met=type(busy).__name__)
                await _pause()
        return await super().run(handler, command, **options)


async def _pause() -> None:
    await asyncio.sleep(BETWEEN_SECONDS)

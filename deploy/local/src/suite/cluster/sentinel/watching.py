"""Which database leads: noted while it answers, decided when it does not."""

import asyncio
import contextlib
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

from suite.cluster.databases import Pair
from suite.part import HOST
from suite.servers.postgres import SUPERUSER
from suite.servers.server import end_group
from suite.supervisor.records import Board, find

LOOK_EVERY = 0.3
ANSWER_WITHIN = 2.0
# As long as a leader may be silent: longer than one that was killed needs to come back by itself.
SILENT_FOR = 4.0
GONE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
IN_STEP = """
    select backend_start from pg_stat_replication
    where application_name = $1 and state = 'streaming' and sync_state = 'sync'
"""


class Sentinel:
    def __init__(self, pair: Pair, *, run: Path) -> None:
        """`run` is where the supervisor writes its table, and is told what to hold down."""
        self._pair, self._run = pair, run
        self._note = self._pair.folder / "in-step"
        self._heard = time.monotonic()

    async def watch(self) -> None:
        # What a former life of ours was holding down when it ended.
        for number in (1, 2):
            self._hold(number).unlink(missing_ok=True)
        while True:
            leader = self._pair.leader
            if leader is not None:
                try:
                    await self._look(leader)
                except Exception:
                    # Whatever it is, the next look may see better; nobody else watches.
                    traceback.print_exc()
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self, leader: int) -> None:
        follower = self._pair.other(leader)
        started = await self.started(follower)
        name = self._pair.name_of(follower).replace(".", "_")
        if await self._ask(leader, "select not pg_is_in_recovery()"):
            self._heard = time.monotonic()
            since = await self._ask(leader, IN_STEP, name)
            if started and since and since >= started:
                self._note_in_step(follower, started)
        elif time.monotonic() - self._heard > SILENT_FOR and started and self.was_in_step(follower, started):
            await self._promote(follower, instead_of=leader)
            self._heard = time.monotonic()

    async def started(self, follower: int) -> datetime | None:
        """Since when it follows in this life of it; None when it does not."""
        return await self._ask(follower, "select pg_postmaster_start_time() where pg_is_in_recovery()")

    def _note_in_step(self, follower: int, started: datetime) -> None:
        told = f"{follower} {started.isoformat()}\n"
        if not self._note.exists() or self._note.read_text() != told:
            self._note.write_text(told)

    def was_in_step(self, follower: int, started: datetime) -> bool:
        with contextlib.suppress(OSError):
            return self._note.read_text() == f"{follower} {started.isoformat()}\n"
        return False

    async def _promote(self, follower: int, *, instead_of: int) -> None:
        """The former leader first: two leaders would each tell people something that the other does not know."""
        say(f"{self._pair.name_of(instead_of)} is silent: {self._pair.name_of(follower)} leads from now on")
        self._hold(instead_of).parent.mkdir(exist_ok=True)
        self._hold(instead_of).touch()
        try:
            await self._end(instead_of)
            self._pair.lead(follower)
            await self._ask(follower, "select pg_promote(true, 60)", within=65)
        finally:
            self._hold(instead_of).unlink(missing_ok=True)

    async def _end(self, number: int) -> None:
        while (process := self._process(number)) is not None:
            with contextlib.suppress(ProcessLookupError):
                # A frozen process is ended all the same.
                end_group(process.pid)
            await asyncio.sleep(0.1)

    def _process(self, number: int) -> Any:
        board = Board.read(self._run / "status.json")
        for record in board.records if board else ():
            if record.name == self._pair.name_of(number):
                return find(record.pid, record.started)
        return None

    def _hold(self, number: int) -> Path:
        return self._run / "held" / self._pair.name_of(number)

    async def _ask(self, number: int, statement: str, *values: object, within: float = ANSWER_WITHIN) -> Any:
        """None when it does not answer."""
        try:
            async with asyncio.timeout(within):
                connection = await asyncpg.connect(
                    host=HOST,
                    port=self._pair.port_of(number),
                    user=SUPERUSER,
                    password=self._pair.password,
                    database="postgres",
                )
                try:
                    return await connection.fetchval(statement, *values)
                finally:
                    connection.terminate()
        except GONE:
            return None


def say(words: str) -> None:
    print(f"{datetime.now(UTC).isoformat(timespec='milliseconds')} {words}", flush=True)

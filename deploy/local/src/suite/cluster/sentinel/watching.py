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

LOOK_EVERY = 0.3
ANSWER_WITHIN = 2.0
# As long as a leader may be silent: longer than one that was killed needs to come back by itself. Asked in vain more than
# once, too: after a stall of the whole machine the sentinel itself has not looked for as long.
SILENT_FOR, ASKED_IN_VAIN = 4.0, 3
PROMOTED_WITHIN = 60
GONE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
# Of the leader, in one answer: whether it leads, where its log is, since when it sends it to the other one and how much of
# it the other one has on its disk.
STANDING = """
    select pg_is_in_recovery(),
           case when not pg_is_in_recovery() then (pg_current_wal_flush_lsn() - '0/0')::bigint end,
           r.backend_start, (r.flush_lsn - '0/0')::bigint
    from (select) one
    left join pg_stat_replication r
           on r.application_name = $1 and r.state = 'streaming' and r.sync_state = 'sync'
"""


class Sentinel:
    def __init__(self, pair: Pair, *, run: Path) -> None:
        """`run` is where the supervisor is told what to hold down."""
        self._pair, self._run = pair, run
        self._note = self._pair.folder / "in-step"
        self._heard, self._in_vain = time.monotonic(), 0
        # Connection of the follower, and what it must have of the log to have everything that was told before it came.
        self._owed: tuple[datetime, int] | None = None

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
        answer = await self._ask(leader, STANDING, self._pair.name_of(follower).replace(".", "_"))
        if answer is None:
            await self._miss(leader, follower, started)
            return
        self._heard, self._in_vain = time.monotonic(), 0
        is_in_recovery, written, since, kept = answer
        if is_in_recovery:
            # Made leader by a former life of ours that ended before it had said so.
            await self._give_lead(leader)
        elif started and since and since >= started and self._has_all(since, written, kept):
            self._note_in_step(follower, started)
        elif not since:
            # What the leader tells from now on the follower may not have.
            self._note.unlink(missing_ok=True)

    def _has_all(self, since: datetime, written: int, kept: int) -> bool:
        if self._owed is None or self._owed[0] != since:
            self._owed = since, written
        return kept >= self._owed[1]

    async def _miss(self, leader: int, follower: int, started: datetime | None) -> None:
        self._in_vain += 1
        is_silent = time.monotonic() - self._heard > SILENT_FOR and self._in_vain >= ASKED_IN_VAIN
        if is_silent and started and self.was_in_step(follower, started):
            say(f"{self._pair.name_of(leader)} is silent: {self._pair.name_of(follower)} leads from now on")
            await self._give_lead(follower)
            self._heard, self._in_vain = time.monotonic(), 0

    async def started(self, follower: int) -> datetime | None:
        """Since when it follows in this life of it; None when it does not."""
        answer = await self._ask(follower, "select pg_postmaster_start_time() where pg_is_in_recovery()")
        return answer and answer[0]

    def _note_in_step(self, follower: int, started: datetime) -> None:
        told = f"{follower} {started.isoformat()}\n"
        if not self._note.exists() or self._note.read_text() != told:
            self._note.write_text(told)

    def was_in_step(self, follower: int, started: datetime) -> bool:
        with contextlib.suppress(OSError):
            return self._note.read_text() == f"{follower} {started.isoformat()}\n"
        return False

    async def _give_lead(self, number: int) -> None:
        """The former leader ends first: two leaders would each tell people something that the other does not know."""
        former = self._pair.other(number)
        self._hold(former).parent.mkdir(exist_ok=True)
        self._hold(former).touch()
        try:
            # Who was being started as a leader meanwhile sees it, or was started before and is ended with the others.
            with self._pair.deciding():
                self._pair.lead(number)
            await self._end(former)
            await self._ask(number, f"select pg_promote(true, {PROMOTED_WITHIN})", within=PROMOTED_WITHIN + 5)
        finally:
            self._hold(former).unlink(missing_ok=True)

    async def _end(self, number: int) -> None:
        while (process := self._pair.process(number)) is not None:
            # A frozen process is ended all the same.
            end_group(process.pid)
            await asyncio.sleep(0.1)

    def _hold(self, number: int) -> Path:
        return self._run / "held" / self._pair.name_of(number)

    async def _ask(self, number: int, statement: str, *values: object, within: float = ANSWER_WITHIN) -> Any:
        """The first row; None when it does not answer, or answers with none."""
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
                    return await connection.fetchrow(statement, *values)
                finally:
                    connection.terminate()
        except GONE:
            return None


def say(words: str) -> None:
    print(f"{datetime.now(UTC).isoformat(timespec='milliseconds')} {words}", flush=True)

"""The background half of a service: its events out, the others' events in, its timers, its answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import timedelta
from typing import Any

from chassis import bus, consumer, journal, logs, ordering, outbox, sweeper, timers
from chassis.aside import Aside
from chassis.bus import Bus
from chassis.commands import Commands
from chassis.database import Database
from chassis.erasures import Ledger
from chassis.ordering import Parking
from chassis.refusals import Unavailable
from chassis.settings import Settings
from chassis.subscriptions import Subscription, Timer
from contracts.topology import CONSUMERS, HEARS, unheard

POLL = 0.5
# Under load, so much patience lets one transaction carry several events; at rest nobody waits.
BETWEEN_BATCHES = 0.02
AFTER_FAILURE = 1.0
PATIENCE = 4.0
LOOK_AT_STREAM = 60.0
STOP_AGAIN_AFTER = 0.5
SWEEP_EVERY = timedelta(hours=1)
Answer = Callable[[bytes], Awaitable[bytes]]
Hear = Callable[[bytes], Awaitable[None]]


class Worker:
    """Runs beside the HTTP half, in the same loop. Every task outlives its dependencies: a dead database or bus
    makes it wait and try again, never stop."""

    def __init__(
        self,
        settings: Settings,
        *,
        database: Database,
        relay_database: Database,
        commands: Commands[Any],
        subscriptions: Sequence[Subscription[Any, Any]] = (),
        timers: Sequence[Timer[Any]] = (),
        answers: dict[str, Answer] | None = None,
        tasks: Sequence[Callable[[], Awaitable[None]]] = (),
        hears: Mapping[str, Hear] | None = None,
    ) -> None:
        """`hears`: what is done with messages as they pass, by subject; nothing is kept of those that were missed."""
        if settings.service in HEARS and (deaf := unheard(settings.service, (one.event.type for one in subscriptions))):
            # Found at start, by every test of the service; otherwise nothing would ever happen, and nobody would know.
            raise ValueError(f"not in contracts.topology.HEARS of {settings.service}: {', '.join(deaf)}")
        self.settings = settings
        self.bus: Bus | None = None
        self._database = database
        self._relay_database = relay_database
        self._commands = commands
        self._subscriptions = subscriptions
        self._readers = ordering.readers_of(subscriptions)
        self._parking = Parking(database, commands, service=settings.service)
        self._timers = timers
        self._answers = answers or {}
        self._tasks = tasks
        self._hears = dict(hears or {})
        self._ledger = Ledger(settings.erasure_ledger_file)
        self._aside = Aside(database)
        self._running: list[asyncio.Task[None]] = []
        self._poked = asyncio.Event()
        self._must_reconcile = True
        self._relayed_at = 0.0
        commands.committed = self.poke

    def poke(self) -> None:
        """There is something to publish: do not wait for the next look."""
        self._poked.set()

    async def connected(self) -> Bus:
        """The bus. Raises `Unavailable` where there is none, or where it was not reached for `PATIENCE` seconds: somebody
        waits for what it is asked."""
        waited = time.monotonic()
        while self.bus is None:
            if not self.settings.nats_url or time.monotonic() - waited > PATIENCE:
                raise Unavailable
            await asyncio.sleep(0.05)
        return self.bus

    async def run(self) -> None:
        """Run until cancelled."""
        s = self.settings
        steady: list[Coroutine[Any, Any, None]] = [
            self._forever("seal", self._seal),
            self._forever("timers", self._ring),
            self._forever("sweep", self._sweep),
            *(self._forever(task.__name__, task) for task in self._tasks),
            *([self._forever("parked", self._look_at_parked)] if self._readers else []),
        ]
        async with asyncio.TaskGroup() as group:
            self._running = [group.create_task(task) for task in steady]
            self.bus = await bus.connect(
                s.nats_url, service=s.service, user=s.nats_user, password=s.nats_password, reconnected=self._reconnected
            )
            for subject, answer in self._answers.items():
                await self.bus.respond(subject, s.service, answer)
            for subject, hear in self._hears.items():
                await self.bus.listen(subject, hear)
            self._running.append(group.create_task(self._forever("relay", self._relay)))
            self._running.append(group.create_task(self._forever("stream", self._look_at_stream)))
            for stream, durable, _ in CONSUMERS:
                if durable == s.service and self._subscriptions:
                    following = self._forever(f"consume {stream}", self._follow(stream))
                    self._running.append(group.create_task(following))

    async def stop(self, working: asyncio.Task[None]) -> None:
        """End `run`. Cancels as often as it takes: in Python 3.11 `wait_for` may swallow a cancellation that comes
        together with what it waited for."""
        while not working.done():
            for task in (working, *self._running):
                task.cancel()
            await asyncio.wait({working}, timeout=STOP_AGAIN_AFTER)

    async def close(self) -> None:
        if self.bus is not None:
            await self.bus.close()

    def _reconnected(self) -> None:
        self._must_reconcile = True
        if self.bus is not None:
            self.bus.forget()
        self.poke()

    async def _forever(self, name: str, turn: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await turn()
            except Unavailable as error:
                logs.log.warning("waiting", task=name, cause=str(error))
                await asyncio.sleep(AFTER_FAILURE)
            except Exception:
                logs.log.exception("task failed", task=name)
                await asyncio.sleep(AFTER_FAILURE)

    async def _relay(self) -> None:
        assert self.bus is not None
        service = self.settings.service
        if self._must_reconcile:
            self._must_reconcile = False
            try:
                rearmed = await outbox.reconcile(self._relay_database, self.bus, service)
            except BaseException:
                self._must_reconcile = True
                raise
            if rearmed:
                logs.log.warning("events published again", count=rearmed)
        early = self._relayed_at + BETWEEN_BATCHES - time.monotonic()
        if early > 0:
            await asyncio.sleep(early)
        self._poked.clear()
        if await outbox.relay_batch(self._relay_database, self.bus, service, self._ledger, self._aside):
            self._relayed_at = time.monotonic()
        else:
            await self._idle()

    async def _look_at_stream(self) -> None:
        """One that was deleted comes back empty, and the connection did not even blink."""
        await asyncio.sleep(LOOK_AT_STREAM)
        if self.bus is not None and await self.bus.is_another(self.settings.service):
            self._reconnected()

    async def _idle(self) -> None:
        try:
            await asyncio.wait_for(self._poked.wait(), POLL)
        except TimeoutError:
            return

    def _follow(self, stream: str) -> Callable[[], Awaitable[None]]:
        async def turn() -> None:
            assert self.bus is not None
            await consumer.follow(
                self.bus,
                stream,
                service=self.settings.service,
                subscriptions=self._subscriptions,
                commands=self._commands,
                database=self._database,
            )

        return turn

    async def _seal(self) -> None:
        # Line by line as they come would cost a transaction each.
        if await journal.seal_batch(self._relay_database) < journal.BATCH:
            await asyncio.sleep(1)

    async def _ring(self) -> None:
        rung = await timers.ring(self._relay_database, self._commands, self._timers, service=self.settings.service)
        if not rung:
            await asyncio.sleep(1)

    async def _look_at_parked(self) -> None:
        await asyncio.sleep(ordering.LOOK_AGAIN)
        await self._parking.look_again(self._readers)

    async def _sweep(self) -> None:
        await sweeper.sweep(self._relay_database, now=self._commands.now())
        await asyncio.sleep(SWEEP_EVERY.total_seconds())

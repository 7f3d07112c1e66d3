"""Takes what is due from the queue and has it sent: woken by commits, and looking by itself as a net."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

from chassis import logs
from chassis.clock import Clock
from chassis.database import Database
from chassis.refusals import Unavailable
from contracts.messages import Lane
from notifier.delivery import measures
from notifier.delivery.providers import Providers
from notifier.delivery.slots import Slots
from notifier.delivery.wishes import NotYet
from notifier.storage import queue
from notifier.storage.queue import Claim, Wanted

LOOK_EVERY = 0.5
RENEW_EVERY = 5.0
DRAIN_WITHIN = 10.0
# Before it is looked at again, when an owner did not answer.
WAITING = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 10))
AFTER_BUG = timedelta(seconds=60)
NOW = timedelta(0)
MAILS = (Lane.CRITICAL, Lane.SERVICE, Lane.BULK)
NO_MAILS = (Lane.HOOK, Lane.PUSH, Lane.TEXT)


class Dispatcher:
    """Its two tasks, `deliver` and `keep`, run in the worker for as long as the process lives."""

    def __init__(
        self, database: Database, send: Callable[[Claim], Awaitable[None]], provider: Providers, *, now: Clock
    ) -> None:
        self._database = database
        self._send = send
        self._provider = provider
        self._breaker = provider.breaker
        self._now = now
        self._holder = uuid4()
        self._slots = Slots()
        self._running: set[asyncio.Task[None]] = set()
        self._trial: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()

    def poke(self) -> None:
        """There may be something to send: do not wait for the next look."""
        self._woken.set()

    async def deliver(self) -> None:
        try:
            while True:
                self._woken.clear()
                if not await self._take():
                    await self._idle()
        except asyncio.CancelledError:
            # What was begun is brought to its end: an interrupted one would have to be sent again.
            if self._running:
                await asyncio.wait(self._running, timeout=DRAIN_WITHIN)
            self._provider.close()
            raise

    async def keep(self) -> None:
        """Renew the leases of what is under way, however slow the server is."""
        await asyncio.sleep(RENEW_EVERY)
        if not self._slots.is_idle:
            async with self._database.platform_transaction() as connection:
                await queue.renew(connection, self._slots.held, holder=self._holder, now=self._now())

    async def _take(self) -> int:
        if self._breaker.is_open:
            # No mail can leave; other systems and devices are told all the same.
            return await self._claimed(self._slots.wanted(among=NO_MAILS), is_trial=False)
        # One goes first to see whether the server is back; what was under way before says nothing about that.
        is_trial = self._breaker.is_being_tried
        wanted = self._slots.wanted(at_most=1, among=MAILS) if is_trial else self._slots.wanted()
        if is_trial and self._trial is not None and not self._trial.done():
            return 0
        return await self._claimed(wanted, is_trial=is_trial)

    async def _claimed(self, wanted: Wanted | None, *, is_trial: bool) -> int:
        if wanted is None:
            return 0
        async with self._database.platform_transaction() as connection:
            claims = await queue.claim(connection, wanted, holder=self._holder, now=self._now())
        for claim in claims:
            self._slots.take(claim)
            task = asyncio.create_task(self._run(claim), name=f"deliver {claim.notification_id}")
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            if claim.lane in MAILS:
                self._trial = task if is_trial else None
        measures.UNDER_WAY.set(len(self._slots.held))
        return len(claims)

    async def _run(self, claim: Claim) -> None:
        try:
            await self._send(claim)
        except Unavailable as error:
            delay = NOW if self._breaker.is_open else WAITING[min(claim.postponed, len(WAITING) - 1)]
            await self._put_back(claim, type(error).__name__, delay)
        except NotYet as quiet:
            await self._put_back(claim, "QuietHours", quiet.until - self._now())
        except Exception as error:
            logs.log.exception("delivery failed", notification_id=str(claim.notification_id))
            await self._put_back(claim, type(error).__name__, AFTER_BUG)
        finally:
            self._slots.leave(claim)
            measures.UNDER_WAY.set(len(self._slots.held))
            self._woken.set()

    async def _put_back(self, claim: Claim, waits_for: str, delay: timedelta) -> None:
        due_at = self._now() + delay
        try:
            async with self._database.platform_transaction() as connection:
                await queue.put_back(
                    connection, claim.notification_id, due_at=due_at, waits_for=waits_for, holder=self._holder
                )
        except Unavailable:
            # The lease brings it back.
            logs.log.warning("claim not returned", notification_id=str(claim.notification_id))

    async def _idle(self) -> None:
        # An open breaker is nothing that a poke could close.
        if self._breaker.is_open:
            await asyncio.sleep(self._breaker.opens_in)
            return
        try:
            await asyncio.wait_for(self._woken.wait(), LOOK_EVERY)
        except TimeoutError:
            return

"""The one way to change anything: run a command."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar, overload
from uuid import UUID

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy.exc import DBAPIError

from chassis import idempotency, inbox, logs, telemetry
from chassis.actor import Actor
from chassis.clock import Clock, utc_now
from chassis.connection import Connection
from chassis.database import Database
from chassis.idempotency import Once, StillRunning
from chassis.inbox import Place
from chassis.unit_of_work import UnitOfWork

U = TypeVar("U", bound=UnitOfWork)
C = TypeVar("C")
R = TypeVar("R")
V = TypeVar("V")
C_contra = TypeVar("C_contra", contravariant=True)
U_contra = TypeVar("U_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Handler(Protocol[C_contra, U_contra, R_co]):
    __name__: str

    def __call__(self, command: C_contra, uow: U_contra, /) -> Awaitable[R_co]: ...


class Commands(Generic[U]):
    """Runs each command in a transaction of its own.

    HTTP routes, console pages, event subscriptions, timers, command line and assistants' tools all come through
    here, so whatever must be true of every change is made true in this file.
    """

    def __init__(
        self,
        database: Database,
        unit_of_work: Callable[[Connection, Actor, datetime], U],
        *,
        now: Clock = utc_now,
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._unit_of_work = unit_of_work
        self.now = now
        self.committed = committed

    @overload
    async def run(self, handler: Handler[C, U, R], command: C, *, actor: Actor) -> R: ...
    @overload
    async def run(
        self, handler: Handler[C, U, R], command: C, *, actor: Actor, show: Callable[[R], V], once: Once | None = None
    ) -> V: ...
    async def run(
        self,
        handler: Handler[C, U, R],
        command: C,
        *,
        actor: Actor,
        show: Callable[[R], V] | None = None,
        once: Once | None = None,
    ) -> R | V:
        """Run it and return its result, or what `show` makes of it. With `once`, a repetition raises `Replay`."""
        async with self._transaction(handler, actor) as uow:
            if once is not None:
                await idempotency.claim(uow, once)
            result = await handler(command, uow)
            await uow.flush()
            shown = result if show is None else show(result)
            if once is not None:
                await idempotency.keep(uow, once, shown)
        self._done(handler, actor, uow)
        return shown

    async def run_once(
        self,
        handler: Handler[C, U, R],
        command: C,
        *,
        actor: Actor,
        event_id: UUID,
        place: Place | None = None,
        due_at: datetime | None = None,
    ) -> R | None:
        """Run a command because of an event or a timer, unless that was already acted on.

        With `place`, only in its turn: raises `TooEarly` before it. With `due_at`, its time is not before that, whatever
        the clock says by now: what was found due and is marked done would else believe that it is not due yet.
        """
        async with self._transaction(handler, actor, not_before=due_at) as uow:
            if place is not None and not await inbox.is_its_turn(uow, place):
                return None
            if not await inbox.is_first_time(uow, event_id, handler.__name__):
                return None
            result = await handler(command, uow)
            await uow.flush()
        self._done(handler, actor, uow)
        return result

    @asynccontextmanager
    async def _transaction(
        self, handler: Handler[Any, U, Any], actor: Actor, *, not_before: datetime | None = None
    ) -> AsyncGenerator[U]:
        try:
            with telemetry.span(f"command {handler.__name__}"):
                async with self._database.transaction(actor) as connection:
                    now = self.now()
                    yield self._unit_of_work(connection, actor, max(now, not_before) if not_before else now)
        except DBAPIError as refused:
            if isinstance(getattr(refused.orig, "__cause__", None), asyncpg.LockNotAvailableError):
                raise StillRunning from refused
            raise

    def _done(self, handler: Handler[Any, U, Any], actor: Actor, uow: U) -> None:
        events = [event.type for event in uow.recorded]
        logs.log.info("command done", command=handler.__name__, tenant=str(actor.tenant), events=events)
        if events:
            self.committed()

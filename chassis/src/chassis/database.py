"""Transactions, each inside one tenant."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
import msgspec
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import greenlet_spawn

from chassis import logs, metrics, telemetry
from chassis.actor import Actor
from chassis.connection import Connection
from chassis.refusals import Invalid, Unavailable

ANSWER_WITHIN = 5.0
CONNECT_WITHIN = 3.0
# An idle connection that worked costs the server 5 MiB: what a quiet minute did not use is closed.
QUIET_SECONDS = 60.0
KEPT_WHEN_QUIET = 2
# How long a disk that was found full is said to be: nobody else may write soon.
REMEMBERED_SECONDS = 30.0
# On each connection, by the server.
STATEMENTS_PREPARED = 250

# The last one: of several servers, none leads at the moment.
_NO_CONNECTION = (
    OSError,
    PoolTimeout,
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


class DatabaseUnavailable(Unavailable):
    """Le service est momentanément indisponible. Rien n’a été perdu : réessayez dans un instant."""


class NotStorable(Invalid):
    """Votre saisie contient un caractère invisible ou un nombre trop grand, qui ne peut pas être enregistré. Retirez-le, puis recommencez."""


class _Engine(AsyncEngine):
    _connection_cls = Connection


class Database:
    """A pool of connections in autocommit; transactions are opened and closed here and nowhere else.

    The tenant enters with `begin`, in the same round trip, and is gone with the transaction: the pool never hands on
    a connection that still has one. Errors of the connection itself become `DatabaseUnavailable` (503), those of a value
    that no column could hold `NotStorable` (422).
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        engine = create_async_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=2,
            pool_pre_ping=False,
            hide_parameters=True,
            json_serializer=_as_json,
            json_deserializer=msgspec.json.decode,
            connect_args={
                "command_timeout": ANSWER_WITHIN,
                "timeout": CONNECT_WITHIN,
                "statement_cache_size": STATEMENTS_PREPARED,
            },
        )
        self.engine = _Engine(engine.sync_engine)
        telemetry.trace_statements(self.engine.sync_engine)
        # Used at once, now and at most since the last look.
        self._used, self._most_used = 0, 0
        self._found_full_at = float("-inf")

    @property
    def found_full(self) -> bool:
        """Whether a write was refused lately because the server's disk is full; what is there can be read all the same."""
        return time.monotonic() - self._found_full_at < REMEMBERED_SECONDS

    @asynccontextmanager
    async def transaction(self, actor: Actor, *, read_only: bool = False) -> AsyncGenerator[Connection]:
        """Everything inside commits together, in the actor's tenant; an exception rolls all of it back."""
        async with self._begun(_opening(actor.tenant, actor.subject, read_only)) as connection:
            yield connection

    @asynccontextmanager
    async def platform_transaction(self) -> AsyncGenerator[Connection]:
        """A transaction in no tenant: tables under row-level security fail loudly in it."""
        async with self._begun("begin") as connection:
            yield connection

    async def is_reachable(self) -> bool:
        try:
            async with self._begun("begin read only"):
                return True
        except DatabaseUnavailable:
            return False

    async def shrink(self) -> None:
        """One turn of the worker: after a quiet minute the pool starts anew, and grows as it is asked to."""
        await asyncio.sleep(QUIET_SECONDS)
        most, self._most_used = self._most_used, self._used
        pool: Any = self.engine.pool
        if most <= KEPT_WHEN_QUIET < pool.checkedin():
            # Who comes while these are being closed finds the new pool: in this one he would wait for a connection that
            # nobody hands back. Those in use stay with their users, and are closed when handed back.
            self.engine.sync_engine.dispose(close=False)
            await greenlet_spawn(pool.dispose)

    async def close(self) -> None:
        await self.engine.dispose()

    @asynccontextmanager
    async def _begun(self, opening: str) -> AsyncGenerator[Connection]:
        try:
            connection = cast(Connection, await self.engine.connect())
        except _NO_CONNECTION as error:
            _tell("connect", error)
            raise DatabaseUnavailable from error
        self._used += 1
        self._most_used = max(self._most_used, self._used)
        try:
            await connection.driver.execute(opening)
            yield connection
            await connection.settle()
            await connection.driver.execute("commit")
        except BaseException as error:
            await _abandon(connection, error)
            if _is_about_a_value(error):
                raise NotStorable from error
            if _is_about_the_connection(error):
                _tell("statement", error)
                if _is_about_room(error):
                    self._found_full_at = time.monotonic()
                    metrics.DEPENDENCY_WRITABLE.labels("database").set(False)
                raise DatabaseUnavailable from error
            raise
        else:
            await connection.close()
        finally:
            self._used -= 1


def _tell(at: str, error: BaseException) -> None:
    """Why somebody was told to try again. Kinds only: a message could quote what people wrote."""
    cause = (getattr(error, "orig", None) or error).__cause__ or error
    logs.log.warning("database not reachable", at=at, cause=type(error).__name__, of=type(cause).__name__)


def _as_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _opening(tenant: UUID, subject: UUID | None, read_only: bool) -> str:
    # Both are UUIDs, so nothing of a client's can be in this text; the simple protocol takes no parameters.
    begin = "begin read only" if read_only else "begin"
    return (
        f"{begin}; select set_config('app.tenant', '{UUID(str(tenant))}', true), "
        f"set_config('app.subject', '{UUID(str(subject)) if subject else ''}', true)"
    )


async def _abandon(connection: Connection, error: BaseException) -> None:
    """Roll back, or drop a connection that cannot be trusted to do so."""
    try:
        if not isinstance(error, Exception) or _is_about_the_connection(error):
            # At once: a frozen server would not answer a polite good-bye either.
            connection.driver.terminate()
            await connection.invalidate()
        else:
            await connection.driver.execute("rollback")
    except Exception:
        await connection.invalidate()
    finally:
        await connection.close()


# A NUL in a text or in JSON; numbers and dates beyond what PostgreSQL counts.
_OF_VALUES = frozenset({"22021", "22P05", "22003", "22008"})


def _is_about_a_value(error: BaseException) -> bool:
    original = error.orig if isinstance(error, DBAPIError) else error
    told: BaseException | None = getattr(original, "__cause__", None)
    if getattr(told, "sqlstate", None) in _OF_VALUES:
        return True
    # What the driver could not even write down.
    return isinstance(told, asyncpg.DataError) and isinstance(told.__cause__, OverflowError | UnicodeEncodeError)


def _is_about_room(error: BaseException) -> bool:
    original = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(original, asyncpg.DiskFullError) or isinstance(
        original and original.__cause__, asyncpg.DiskFullError
    )


def _is_about_the_connection(error: BaseException) -> bool:
    if isinstance(error, DBAPIError):
        original = error.orig
        causes = (original, getattr(original, "__cause__", None))
        return error.connection_invalidated or any(_is_about_the_connection(cause) for cause in causes if cause)
    return isinstance(
        error,
        OSError
        | TimeoutError
        | asyncpg.PostgresConnectionError
        | asyncpg.InterfaceError
        | asyncpg.InternalClientError
        | asyncpg.CannotConnectNowError
        | asyncpg.AdminShutdownError
        | asyncpg.CrashShutdownError
        | asyncpg.DiskFullError
        | asyncpg.QueryCanceledError
        | asyncpg.TooManyConnectionsError,
    )

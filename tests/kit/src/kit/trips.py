"""How often something goes to PostgreSQL: a number that noise does not move, where a time would be."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from unittest.mock import patch

import asyncpg
from sqlalchemy import event

from chassis.database import Database

_asker: ContextVar[object] = ContextVar("asker", default=None)


@contextmanager
def trips_of(database: Database) -> Iterator[list[str]]:
    """The first words of whatever the caller has sent meanwhile, in its order, beginnings and ends of transactions among
    it. What relays and timers of the same process send at the same time is not his."""
    sent: list[str] = []

    def note(statement: str) -> None:
        if _asker.get() is sent:
            sent.append(" ".join(statement.split())[:60])

    def usual(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        note(statement)

    with (
        patch.object(asyncpg.Connection, "_execute", _noting(asyncpg.Connection._execute, note)),
        patch.object(asyncpg.Connection, "execute", _noting(asyncpg.Connection.execute, note)),
    ):
        event.listen(database.engine.sync_engine, "before_cursor_execute", usual)
        mine = _asker.set(sent)
        try:
            yield sent
        finally:
            _asker.reset(mine)
            event.remove(database.engine.sync_engine, "before_cursor_execute", usual)


def _noting(method: Any, note: Any) -> Any:
    async def noted(connection: Any, statement: str, *arguments: Any, **options: Any) -> Any:
        note(statement)
        return await method(connection, statement, *arguments, **options)

    return noted

"""One transaction, by one actor, at one moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec
from sqlalchemy import Table

from chassis import journal, outbox, statements, tables
from chassis.actor import Actor
from chassis.connection import Connection
from chassis.ids import new_id
from contracts.events import Event

FEW = 3
"""Rows of one table that travel with other writes; more of them go as a batch of their own."""


class Saves(Protocol):
    async def save_changes(self) -> None: ...


class JournalLine(NamedTuple):
    action: str
    subject: UUID
    concerns: UUID | None
    purpose: str | None


class UnitOfWork:
    """What a command handler may touch.

    There is no `commit` here. A handler that returns has agreed to everything it did; one that raises has agreed
    to nothing. Repositories register themselves and save what changed when the handler has returned.
    """

    def __init__(self, connection: Connection, actor: Actor, now: datetime) -> None:
        self.connection = connection
        self.actor = actor
        self.now = now
        self.recorded: list[Event] = []
        self._journal: list[JournalLine] = []
        self._repositories: list[Saves] = []

    def register(self, repository: Saves) -> None:
        self._repositories.append(repository)

    def record(self, event: Event, *, concerns: UUID | None = None) -> None:
        """Tell the other services, if and only if this transaction commits, and keep a line in the journal.

        `concerns` is the account of the person whom it is about, who may read the line.
        """
        self.recorded.append(event)
        self._journal.append(JournalLine(event.type, event.aggregate_id, concerns, None))

    def note(self, action: str, subject: UUID, *, concerns: UUID | None = None, purpose: str | None = None) -> None:
        """Write a line in the journal for what is no event: an opening, a reading, an export."""
        self._journal.append(JournalLine(action, subject, concerns, purpose))

    async def schedule(self, kind: str, subject: UUID, *, due_at: datetime) -> None:
        """Have the command registered for timers of this kind run at `due_at`, once."""
        await self.schedule_each(kind, subject, [due_at])

    async def schedule_each(self, kind: str, subject: UUID, moments: Sequence[datetime]) -> None:
        """The same, once at each of the moments."""
        if moments:
            rows = [{"id": new_id(), "kind": kind, "subject": subject, "due_at": due_at} for due_at in moments]
            await self.insert(tables.timers, *rows)

    async def insert(self, table: Table, *rows: Mapping[str, Any]) -> None:
        """Sent with the writes that follow, at the latest before anything is asked: see `Connection.later`."""
        if len(rows) > FEW:
            await self.connection.execute(statements.insert_into(table), [dict(row) for row in rows])
            return
        for row in rows:
            await self.connection.later(statements.insert_into(table), dict(row))

    async def flush(self) -> None:
        """Save changed aggregates, events and journal, in one trip with what waits to be written."""
        for repository in self._repositories:
            await repository.save_changes()
        if self._journal:
            await self.connection.later(
                outbox.WRITE,
                {
                    "events": msgspec.json.encode(outbox.rows_of(self.recorded)).decode(),
                    "journal": msgspec.json.encode(journal.rows_of(self._journal)).decode(),
                    **outbox.circumstances(self.actor, self.now),
                },
            )

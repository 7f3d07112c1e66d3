"""What this service's command handlers may touch."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import insert

from chassis.ids import new_id
from chassis.unit_of_work import UnitOfWork
from contracts.events import Event
from contracts.ticketing import (
    InterventionLogged,
    TicketAnswered,
    TicketAssigned,
    TicketOpened,
    TicketReweighed,
    TicketShared,
    TicketStatusChanged,
    TicketUnshared,
)
from ticketing.domain.policies import is_support
from ticketing.domain.refusals import TicketMoved
from ticketing.domain.thread import Side
from ticketing.domain.ticket import Facts, Status, Ticket
from ticketing.storage import sla, thread
from ticketing.storage.knowledge import Articles
from ticketing.storage.tables import history
from ticketing.storage.tickets import Tickets

CLOSING = "close_resolved"
TOLD = frozenset(
    event.type
    for event in (
        TicketOpened,
        TicketAnswered,
        TicketAssigned,
        TicketStatusChanged,
        InterventionLogged,
        TicketReweighed,
        TicketShared,
        TicketUnshared,
    )
)


class TicketingWork(UnitOfWork):
    def __init__(self, *circumstances: Any) -> None:
        super().__init__(*circumstances)
        self.tickets = Tickets(self)
        self.articles = Articles(self)
        self._told: dict[UUID, Ticket] = {}

    async def tell(self, ticket: Ticket, facts: Facts) -> None:
        """Record what happened to the ticket, and move its clocks on. A resolved one is due to close by itself."""
        self._told[ticket.id] = ticket
        for fact in facts:
            if isinstance(fact, TicketOpened):
                # What is promised refers to the ticket's row.
                await self.tickets.save_changes()
                await sla.promise(self, ticket)
            self.record(fact, concerns=ticket.requester)
            if isinstance(fact, TicketStatusChanged) and ticket.closes_at and fact.status == Status.RESOLVED:
                await self.schedule(CLOSING, ticket.id, due_at=ticket.closes_at)
        if facts:
            await sla.follow(self, ticket, facts)

    async def must_be_current(self, ticket: Ticket, seen: int | None) -> None:
        """`seen` is the version that one read (None: not said). Raises TicketMoved with what has come since."""
        if seen is not None and seen != ticket.version:
            raise TicketMoved(ticket.version, await thread.news_since(self, ticket.id, min(seen, ticket.version)))

    async def flush(self) -> None:
        """Each event about a ticket that its customer may read of is a line of its history, written after the ticket
        and before the journal."""
        for repository in self._repositories:
            await repository.save_changes()
        lines = [self._line(event) for event in self.recorded if event.type in TOLD]
        if lines:
            _ = await self.connection.execute(insert(history), lines)
        await super().flush()

    def _line(self, event: Event) -> dict[str, Any]:
        facts = msgspec.to_builtins(event)
        ticket_id = UUID(facts.pop("ticket_id"))
        return {
            "id": new_id(),
            "ticket_id": ticket_id,
            "type": event.type,
            "at": self.now,
            "side": str(Side.SUPPORT if self.actor.service or is_support(self.actor) else Side.CUSTOMER),
            "facts": facts,
            "in_version": self._told[ticket_id].version,
        }

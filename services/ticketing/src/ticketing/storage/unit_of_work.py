"""What this service's command handlers may touch."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import insert

from chassis.ids import new_id
from chassis.unit_of_work import UnitOfWork
from contracts.events import Event
from contracts.ticketing import TicketStatusChanged
from ticketing.domain.policies import is_support
from ticketing.domain.refusals import TicketMoved
from ticketing.domain.thread import Side
from ticketing.domain.ticket import Facts, Status, Ticket
from ticketing.storage import thread
from ticketing.storage.tables import history
from ticketing.storage.tickets import Tickets

CLOSING = "close_resolved"


class TicketingWork(UnitOfWork):
    def __init__(self, *circumstances: Any) -> None:
        super().__init__(*circumstances)
        self.tickets = Tickets(self)
        self._told: dict[UUID, Ticket] = {}

    async def tell(self, ticket: Ticket, facts: Facts) -> None:
        """Record what happened to the ticket. A resolved one is due to close by itself."""
        self._told[ticket.id] = ticket
        for fact in facts:
            self.record(fact, concerns=ticket.requester)
            if isinstance(fact, TicketStatusChanged) and ticket.closes_at and fact.status == Status.RESOLVED:
                await self.schedule(CLOSING, ticket.id, due_at=ticket.closes_at)

    async def must_be_current(self, ticket: Ticket, seen: int | None) -> None:
        """`seen` is the version that one read (None: not said). Raises TicketMoved with what has come since."""
        if seen is not None and seen != ticket.version:
            raise TicketMoved(ticket.version, await thread.news_since(self, ticket.id, min(seen, ticket.version)))

    async def flush(self) -> None:
        """Each event about a ticket is a line of its history, written after the ticket and before the journal."""
        for repository in self._repositories:
            await repository.save_changes()
        lines = [self._line(event) for event in self.recorded if event.about == "ticket_id"]
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

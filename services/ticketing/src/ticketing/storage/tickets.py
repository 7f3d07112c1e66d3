"""Tickets, kept."""

from typing import Any

from sqlalchemy import ColumnElement, Row

from chassis.repository import Repository
from ticketing.domain.refusals import TicketNotFound
from ticketing.domain.severity import Impact, Urgency, precedence
from ticketing.domain.ticket import Status, Ticket
from ticketing.storage.tables import tickets
from ticketing.storage.visibility import visible_tickets


class Tickets(Repository[Ticket]):
    table = tickets
    missing = TicketNotFound

    def load(self, row: Row[Any]) -> Ticket:
        return Ticket(
            id=row.id,
            reference=row.reference,
            entry_id=row.entry_id,
            form_number=row.form_number,
            subject=row.subject,
            answers=row.answers,
            impact=Impact(row.impact),
            urgency=Urgency(row.urgency),
            requester=row.requester,
            organisation_id=row.organisation_id,
            opened_at=row.opened_at,
            changed_at=row.changed_at,
            department=row.department,
            status=Status(row.status),
            assignee=row.assignee,
            team=row.team_id,
            entries=row.entries,
            resolved_at=row.resolved_at,
            closes_at=row.closes_at,
            closed_at=row.closed_at,
            version=row.version,
        )

    def dump(self, aggregate: Ticket) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "reference": a.reference,
            "entry_id": a.entry_id,
            "form_number": a.form_number,
            "subject": a.subject,
            "answers": a.answers,
            "impact": str(a.impact),
            "urgency": str(a.urgency),
            "severity": str(a.severity),
            "precedence": precedence(a.severity, a.opened_at),
            "requester": a.requester,
            "organisation_id": a.organisation_id,
            "opened_at": a.opened_at,
            "changed_at": a.changed_at,
            "department": a.department,
            "status": str(a.status),
            "assignee": a.assignee,
            "team_id": a.team,
            "entries": a.entries,
            "resolved_at": a.resolved_at,
            "closes_at": a.closes_at,
            "closed_at": a.closed_at,
        }

    async def by_reference(self, typed: str) -> Ticket:
        """By the number as people copy it. Raises TicketNotFound."""
        found = await self.find(tickets.c.reference == typed.replace("\x00", "").strip().upper())
        if found is None:
            raise TicketNotFound
        return found

    def visible(self) -> ColumnElement[bool]:
        return visible_tickets(self.uow.actor)

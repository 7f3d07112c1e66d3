from typing import Any
from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold
from contracts.tokens import UploadReceipt
from ticketing.domain.answers import validated
from ticketing.domain.attachment import must_be_received_for
from ticketing.domain.policies import OPEN
from ticketing.domain.reach import department_key
from ticketing.domain.ticket import Facts, Ticket
from ticketing.storage import attachments, catalogue, desk
from ticketing.storage.references import next_reference
from ticketing.storage.unit_of_work import TicketingWork


async def share_out(ticket: Ticket, uow: TicketingWork) -> Facts:
    """To the team that deals with such requests; at once to whoever of it has the fewest, when it works so."""
    team = await desk.team_for(uow.connection, ticket)
    if team is None:
        return ()
    ticket.team = team.id
    agent = team.whose_turn(await desk.loads(uow.connection, team.members))
    return ticket.entrust(agent, at=uow.now) if agent else ()


class OpenTicket(Struct, frozen=True, kw_only=True):
    """`answers` are those to the form of the catalogue entry `entry` (its slug).

    `receipts` were verified: documents did receive these files, for the id that was reserved (`ticket_id`).
    """

    entry: str
    subject: str
    answers: dict[str, Any] = {}
    impact: str | None = None
    urgency: str | None = None
    ticket_id: UUID | None = None
    receipts: list[UploadReceipt] = []


async def open_ticket(command: OpenTicket, uow: TicketingWork) -> Ticket:
    must_hold(uow.actor, OPEN)
    requester = must_be_signed_in(uow.actor)
    entry = await catalogue.entry_by_slug(uow.connection, command.entry)
    said = validated(
        entry,
        command.subject,
        command.answers,
        command.impact,
        command.urgency,
        at=uow.now,
        locale=uow.actor.locale,
    )
    ticket = uow.tickets.add(
        Ticket(
            id=await _id_for(command, requester, uow),
            reference=await next_reference(uow),
            entry_id=entry.id,
            form_number=entry.number,
            subject=said.subject,
            answers=said.answers,
            impact=said.impact,
            urgency=said.urgency,
            requester=requester,
            organisation_id=uow.actor.organisation or uow.actor.tenant,
            opened_at=uow.now,
            changed_at=uow.now,
            department=department_key(uow.actor.department),
        )
    )
    await uow.tell(ticket, (ticket.opened(), *await share_out(ticket, uow)))
    await attachments.join(uow, ticket.id, command.receipts, by=requester)
    return ticket


async def _id_for(command: OpenTicket, requester: UUID, uow: TicketingWork) -> UUID:
    """That which its files were sent for, if any."""
    if command.ticket_id is None or not command.receipts:
        must_be_received_for(new_id(), command.receipts, sender=requester, tenant=uow.actor.tenant)
        return new_id()
    must_be_received_for(command.ticket_id, command.receipts, sender=requester, tenant=uow.actor.tenant)
    await attachments.take_reservation(uow, command.ticket_id, requester)
    return command.ticket_id

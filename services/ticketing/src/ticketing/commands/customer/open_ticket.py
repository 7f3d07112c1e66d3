from typing import Any

from msgspec import Struct

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold
from ticketing.domain.answers import validated
from ticketing.domain.policies import OPEN
from ticketing.domain.reach import department_key
from ticketing.domain.ticket import Facts, Ticket
from ticketing.storage import catalogue, desk
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
    """`answers` are those to the form of the catalogue entry `entry` (its slug)."""

    entry: str
    subject: str
    answers: dict[str, Any] = {}
    impact: str | None = None
    urgency: str | None = None


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
            id=new_id(),
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
    return ticket

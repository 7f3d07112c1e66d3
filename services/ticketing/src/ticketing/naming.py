"""Puts people's and organisations' names beside their ids, for those who read."""

from uuid import UUID

from msgspec.structs import replace

from chassis.actor import Actor
from chassis.pagination import Page
from ticketing.people import People
from ticketing.queries.lines import TicketLine
from ticketing.queries.ticket import TicketView


async def named_ticket(ticket: TicketView, people: People, actor: Actor) -> TicketView:
    accounts = [ticket.requester_id, ticket.assignee_id]
    accounts += ticket.shared_with
    accounts += [message.author_id for message in ticket.messages]
    accounts += [done.agent_id for done in ticket.interventions]
    names = await people.names(accounts, tenant=actor.tenant)
    if ticket.guest is not None:
        names[ticket.requester_id] = ticket.guest.name
    organisations = {} if ticket.guest else await people.organisations([ticket.organisation_id])
    return replace(
        ticket,
        requester=names.get(ticket.requester_id, ""),
        assignee=_name(names, ticket.assignee_id),
        organisation=ticket.guest.organisation if ticket.guest else organisations.get(ticket.organisation_id, ""),
        shared_names=[names.get(one, "") for one in ticket.shared_with],
        messages=[replace(message, author_name=names.get(message.author_id, "")) for message in ticket.messages],
        interventions=[replace(done, agent_name=names.get(done.agent_id, "")) for done in ticket.interventions],
    )


async def named_lines(page: Page[TicketLine], people: People, actor: Actor) -> Page[TicketLine]:
    accounts = [account for line in page.items for account in (line.requester_id, line.assignee_id)]
    names = await people.names(accounts, tenant=actor.tenant)
    # A guest's request has no organisation that anybody knows.
    known = [line.organisation_id for line in page.items if line.organisation_id != line.requester_id]
    organisations = await people.organisations(known)
    items = [
        replace(
            line,
            requester=names.get(line.requester_id, line.requester),
            assignee=_name(names, line.assignee_id),
            organisation=organisations.get(line.organisation_id, line.organisation),
        )
        for line in page.items
    ]
    return Page(items, page.next)


def _name(names: dict[UUID, str], account: UUID | None) -> str:
    return names.get(account, "") if account else ""

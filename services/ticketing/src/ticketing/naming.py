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
    accounts += [message.author_id for message in ticket.messages]
    accounts += [done.agent_id for done in ticket.interventions]
    names = await people.names(accounts, tenant=actor.tenant)
    organisations = await people.organisations([ticket.organisation_id])
    return replace(
        ticket,
        requester=names.get(ticket.requester_id, ""),
        assignee=_name(names, ticket.assignee_id),
        organisation=organisations.get(ticket.organisation_id, ""),
        messages=[replace(message, author_name=names.get(message.author_id, "")) for message in ticket.messages],
        interventions=[replace(done, agent_name=names.get(done.agent_id, "")) for done in ticket.interventions],
    )


async def named_lines(page: Page[TicketLine], people: People, actor: Actor) -> Page[TicketLine]:
    accounts = [account for line in page.items for account in (line.requester_id, line.assignee_id)]
    names = await people.names(accounts, tenant=actor.tenant)
    organisations = await people.organisations(line.organisation_id for line in page.items)
    items = [
        replace(
            line,
            requester=names.get(line.requester_id, ""),
            assignee=_name(names, line.assignee_id),
            organisation=organisations.get(line.organisation_id, ""),
        )
        for line in page.items
    ]
    return Page(items, page.next)


def _name(names: dict[UUID, str], account: UUID | None) -> str:
    return names.get(account, "") if account else ""

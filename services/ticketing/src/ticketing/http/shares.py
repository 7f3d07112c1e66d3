"""Letting colleagues read a ticket."""

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.refusals import Fault
from ticketing.commands.customer.share_ticket import ShareTicket, share_ticket
from ticketing.commands.customer.unshare_ticket import UnshareTicket, unshare_ticket
from ticketing.domain.refusals import ColleagueUnknown
from ticketing.http.bodies import TicketState
from ticketing.people import Colleague, People
from ticketing.queries.whose_ticket import WhoseTicket, whose_ticket
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]
Whose = NamedDependency[People]


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    colleague: UUID


@get("/colleagues", needs=Needs.MEMBER)
async def colleagues(actor: By, people: Whose, q: FromQuery[str] = "") -> list[Colleague]:
    """Active members of one's own organisation, by address, identifier or a part of their name; without oneself."""
    found = await people.colleagues(q, organisation=actor.organisation or actor.tenant)
    return [one for one in found if one.id != actor.account]


@post("/tickets/{ticket_id:uuid}/shares", needs=Needs.MEMBER)
async def share(
    ticket_id: FromPath[UUID], data: JSONBody[Share], actor: By, commands: Doing, queries: Ask, people: Whose
) -> TicketState:
    """Raises ColleagueUnknown for who is no active member of the requester's organisation."""
    # Before anything is asked of identity: a ticket that one does not see is not there.
    whose = await queries.ask(whose_ticket, WhoseTicket(ticket_id), actor=actor)
    if not await people.is_colleague(data.colleague, organisation=whose.organisation_id):
        said = "Cette personne n’est pas un membre actif de votre organisation."
        raise ColleagueUnknown(faults=[Fault("/colleague", said, "unknown")])
    return await commands.run(share_ticket, ShareTicket(ticket_id, data.colleague), actor=actor, show=TicketState.of)


@delete("/tickets/{ticket_id:uuid}/shares/{colleague:uuid}", needs=Needs.MEMBER, status_code=200)
async def unshare(ticket_id: FromPath[UUID], colleague: FromPath[UUID], actor: By, commands: Doing) -> TicketState:
    return await commands.run(unshare_ticket, UnshareTicket(ticket_id, colleague), actor=actor, show=TicketState.of)


router = Router("/", route_handlers=[colleagues, share, unshare])

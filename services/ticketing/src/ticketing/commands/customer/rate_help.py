from uuid import UUID

from msgspec import Struct

from ticketing.domain.policies import must_be_requester
from ticketing.domain.satisfaction import must_be_an_opinion
from ticketing.storage.opinions import keep_opinion
from ticketing.storage.unit_of_work import TicketingWork


class RateHelp(Struct, frozen=True):
    """`score`: 1 (not at all) to 5 (very much)."""

    ticket_id: UUID
    score: int
    comment: str = ""


async def rate_help(command: RateHelp, uow: TicketingWork) -> None:
    """Once it is solved; may be changed while it can still be reopened."""
    ticket = await uow.tickets.get(command.ticket_id)
    _ = must_be_requester(uow.actor, ticket)
    ticket.must_be_rateable(at=uow.now)
    score, comment = must_be_an_opinion(command.score, command.comment)
    await keep_opinion(uow, ticket.id, score, comment)
    uow.note("ticketing.help.rated", ticket.id, concerns=ticket.requester)

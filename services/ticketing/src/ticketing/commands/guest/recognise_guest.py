from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from ticketing.domain.policies import must_be_support
from ticketing.domain.refusals import NotAGuest
from ticketing.domain.texts import must_be_written
from ticketing.domain.thread import LONGEST_SUMMARY, Audience, Message, Side
from ticketing.domain.ticket import Ticket, must_be_two
from ticketing.storage.guests import forget_guest, guest_of
from ticketing.storage.thread import add_message
from ticketing.storage.unit_of_work import TicketingWork


class RecogniseGuest(Struct, frozen=True):
    """`like`: the number of a request that the same person made with their account. `proof`: how one knows."""

    ticket_id: UUID
    like: str
    proof: str


async def recognise_guest(command: RecogniseGuest, uow: TicketingWork) -> Ticket:
    """The request becomes that account's from here on. How it was proved is kept as a note; what the guest said of
    themselves is forgotten."""
    agent = must_be_support(uow.actor)
    ticket = await uow.tickets.get(command.ticket_id)
    if await guest_of(uow.connection, ticket.id) is None:
        raise NotAGuest
    known = await uow.tickets.by_reference(command.like)
    must_be_two(ticket, known)
    if await guest_of(uow.connection, known.id) is not None:
        raise NotAGuest("La demande citée n’est pas celle d’un compte.")
    proof = must_be_written(command.proof, "/proof", longest=LONGEST_SUMMARY)
    ticket.recognise(known.requester, known.organisation_id, at=uow.now)
    note = Message(
        id=new_id(),
        ticket_id=ticket.id,
        side=Side.SUPPORT,
        author=agent,
        body=f"Rattachée au compte de la demande {known.reference}. Preuve : {proof}",
        posted_at=uow.now,
        audience=Audience.INTERNAL,
    )
    await add_message(uow, ticket, note)
    await forget_guest(uow, ticket.id)
    uow.note("ticketing.guest.recognised", ticket.id, concerns=known.requester)
    return ticket

from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in
from ticketing.commands.mail.receive_mail import Outcome, outcome_of, where_it_goes_on
from ticketing.domain.mail.reading import ReadMail
from ticketing.storage import attachments, mails
from ticketing.storage.unit_of_work import TicketingWork


class PlaceFiles(Struct, frozen=True):
    """`following_id`: of the ticket that this mail opens, where its own is closed for long."""

    ticket_id: UUID
    mail: ReadMail
    following_id: UUID


async def place_files(command: PlaceFiles, uow: TicketingWork) -> UUID | None:
    """The ticket that the mail's files are for; None where they are for none, since the mail will be no message.

    Raises what the mail itself will be refused with. A ticket to come is reserved, so that what is found in its files
    before it comes is known afterwards.
    """
    ticket = await where_it_goes_on(await uow.tickets.get(command.ticket_id), uow)
    came_before = await mails.came_before(uow, command.mail.fingerprint)
    if came_before or await outcome_of(ticket, command.mail, uow) is not Outcome.POSTED:
        return None
    if ticket.is_closed_for_long(at=uow.now):
        await attachments.reserve(uow, command.following_id, must_be_signed_in(uow.actor))
        return command.following_id
    ticket.must_take_files(at=uow.now)
    return ticket.id

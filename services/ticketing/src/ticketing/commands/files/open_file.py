from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in
from ticketing.storage import attachments
from ticketing.storage.unit_of_work import TicketingWork


class OpenFile(Struct, frozen=True):
    """`purpose` is kept in the journal, where the person concerned can read it."""

    ticket_id: UUID
    file_id: UUID
    purpose: str


class MayOpen(NamedTuple):
    reader: UUID
    ticket_id: UUID
    file_id: UUID


async def open_file(command: OpenFile, uow: TicketingWork) -> MayOpen:
    """Whoever sees the message may open its files; documents decides whether they are safe to read."""
    ticket = await uow.tickets.get(command.ticket_id)
    reader = must_be_signed_in(uow.actor)
    await attachments.must_have(uow, ticket.id, command.file_id)
    uow.note("ticketing.file.opened", ticket.id, concerns=ticket.requester, purpose=command.purpose)
    return MayOpen(reader, ticket.id, command.file_id)

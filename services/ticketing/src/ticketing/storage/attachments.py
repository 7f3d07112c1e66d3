"""Files joined to tickets, kept; ids reserved for tickets to come; what documents said."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.unit_of_work import UnitOfWork
from contracts.tokens import UploadReceipt
from ticketing.domain.attachment import RESERVED_FOR, FileStatus
from ticketing.domain.refusals import FileAlreadyJoined, FileNotFound, ReceiptNotYours, TicketNotFound
from ticketing.storage.attachment_tables import attachments, file_verdicts, reservations
from ticketing.storage.tables import messages, tickets
from ticketing.storage.visibility import visible_messages

GIVING_UP = "give_up_reservation"


async def reserve(uow: UnitOfWork, ticket_id: UUID, account: UUID) -> None:
    """Once, and again for who has it already. Raises TicketNotFound for an id that is anybody else's."""
    if await uow.connection.scalar(select(exists().where(tickets.c.id == ticket_id))):
        raise TicketNotFound
    row = {"id": ticket_id, "account": account, "at": uow.now}
    made = await uow.connection.execute(upsert(reservations).values(**row).on_conflict_do_nothing())
    if made.rowcount:
        await uow.schedule(GIVING_UP, ticket_id, due_at=uow.now + RESERVED_FOR)
        return
    whose = select(reservations.c.account).where(reservations.c.id == ticket_id)
    if await uow.connection.scalar(whose) != account:
        raise TicketNotFound


async def take_reservation(uow: UnitOfWork, ticket_id: UUID, account: UUID) -> None:
    """The ticket comes now. Raises ReceiptNotYours for an id that this person did not reserve."""
    c = reservations.c
    taken = await uow.connection.execute(delete(reservations).where(c.id == ticket_id, c.account == account))
    if not taken.rowcount:
        raise ReceiptNotYours


async def drop_reservation(uow: UnitOfWork, ticket_id: UUID) -> bool:
    """False when the ticket came meanwhile."""
    return bool((await uow.connection.execute(delete(reservations).where(reservations.c.id == ticket_id))).rowcount)


async def join(
    uow: UnitOfWork, ticket_id: UUID, receipts: Sequence[UploadReceipt], *, by: UUID, message_id: UUID | None = None
) -> None:
    """Raises FileAlreadyJoined: a file belongs to one message. What it refers to is in the database already."""
    if not receipts:
        return
    rows: list[dict[str, Any]] = [
        {
            "id": receipt.file,
            "ticket_id": ticket_id,
            "message_id": message_id,
            "added_by": by,
            "name": receipt.name,
            "size": receipt.size,
            "media_type": receipt.media_type,
            "sha256": receipt.sha256,
            "added_at": uow.now,
            "position": position,
        }
        for position, receipt in enumerate(receipts)
    ]
    joined = await uow.connection.execute(upsert(attachments).values(rows).on_conflict_do_nothing())
    if joined.rowcount != len(rows):
        raise FileAlreadyJoined


async def must_have(uow: UnitOfWork, ticket_id: UUID, file_id: UUID) -> None:
    """Raises FileNotFound unless the file is one of the ticket's that the actor may see."""
    a = attachments.c
    shown = exists().where(messages.c.tenant == a.tenant, messages.c.id == a.message_id, visible_messages(uow.actor))
    wanted = select(func.count()).where(a.ticket_id == ticket_id, a.id == file_id, a.message_id.is_(None) | shown)
    if not await uow.connection.scalar(wanted):
        raise FileNotFound


async def keep_verdict(uow: UnitOfWork, ticket_id: UUID, file_id: UUID, status: FileStatus) -> None:
    """Of what was sent for a ticket, or for one to come: documents speaks of other services' files as well."""
    of_ours = exists().where(tickets.c.id == ticket_id) | exists().where(reservations.c.id == ticket_id)
    row = select(literal(file_id), literal(str(status)), literal(uow.now)).where(of_ours)
    kept = upsert(file_verdicts).from_select(["file_id", "status", "at"], row)
    told = {"status": str(status), "at": uow.now}
    await uow.connection.execute(kept.on_conflict_do_update(index_elements=["tenant", "file_id"], set_=told))

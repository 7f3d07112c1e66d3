"""Mails that tell of messages, and what is known of them."""

from uuid import UUID

from sqlalchemy import case, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.unit_of_work import UnitOfWork
from ticketing.domain.delivery import STEPS, Delivery
from ticketing.storage.mail_tables import message_mails


async def begin_mail(uow: UnitOfWork, event_id: UUID, ticket_id: UUID, message_id: UUID) -> None:
    """Once, however often it is tried."""
    row = upsert(message_mails).values(
        event_id=event_id,
        ticket_id=ticket_id,
        message_id=message_id,
        state=str(Delivery.SENDING),
        reason="",
        at=uow.now,
    )
    await uow.connection.execute(row.on_conflict_do_nothing())


async def move_mail(uow: UnitOfWork, event_id: UUID, state: Delivery, reason: str) -> None:
    """Onwards only; nothing for a mail that is none of ours."""
    m = message_mails.c
    step = case({str(one): number for number, one in enumerate(STEPS)}, value=m.state)
    later = update(message_mails).where(m.event_id == event_id, step < STEPS.index(state))
    await uow.connection.execute(later.values(state=str(state), reason=reason, at=uow.now))

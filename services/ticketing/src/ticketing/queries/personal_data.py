"""What ticketing holds of a person: tickets that they opened for their organisation. They are the organisation's."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from chassis.personal_data import Forgotten, PersonalData, lines_about
from contracts.ticketing import PersonalDataForgotten, PersonalDataGathered
from ticketing.storage.tables import messages, tickets
from ticketing.storage.unit_of_work import TicketingWork


async def tell(account_id: UUID, uow: TicketingWork) -> dict[str, Any]:
    """With what they wrote; what others wrote is theirs."""
    t, m = tickets.c, messages.c
    mine = select(t.id, t.reference, t.subject, t.answers, t.opened_at, t.status, t.closed_at)
    rows = await uow.connection.execute(mine.where(t.requester == account_id).order_by(t.opened_at))
    written = select(m.ticket_id, m.body, m.posted_at).where(m.author == account_id, m.audience == "public")
    said = await uow.connection.execute(written.order_by(m.posted_at))
    return {"tickets": [dict(row._mapping) for row in rows], "messages": [dict(row._mapping) for row in said]}


async def forget(account_id: UUID, uow: TicketingWork) -> Forgotten:
    opened = select(func.count()).select_from(tickets).where(tickets.c.requester == account_id)
    kept = await uow.connection.scalar(opened) or 0
    return Forgotten(kept={"tickets": kept, "journal": await lines_about(account_id, uow.connection)})


PERSONAL_DATA = PersonalData(tell, forget, PersonalDataGathered, PersonalDataForgotten)

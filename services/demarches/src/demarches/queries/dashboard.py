"""« Mon tableau de bord »: everything of one person, in one question."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.answers import today_at
from demarches.domain.appointments.booking import BookingStatus
from demarches.domain.dossier import Status
from demarches.domain.exchanges import Side
from demarches.queries.dossiers import LAST, DossierLine, line_of, lines
from demarches.storage.tables import bookings, calendars, demarches, dossiers, piece_requests, venues

# What waits beyond these is behind « Mes demandes ».
MOST_WAITING = 12
MOST_DRAFTS = 6
MOST_APPOINTMENTS = 4


class Awaited(Struct, kw_only=True):
    """A dossier that waits for its applicant: `pieces` are those asked for and not received yet."""

    dossier: DossierLine
    pieces: list[str]


class AppointmentLine(Struct, kw_only=True):
    """`held_until`: a slot offered from the waiting list, to be confirmed before then."""

    id: UUID
    dossier_id: UUID
    demarche: str
    starts_at: datetime
    ends_at: datetime
    held_until: datetime | None
    venue: str
    address: str


class Dashboard(Struct, kw_only=True):
    waiting: list[Awaited]
    drafts: list[DossierLine]
    last: list[DossierLine]
    appointments: list[AppointmentLine]


async def read_dashboard(at: datetime, actor: Actor, connection: AsyncConnection) -> Dashboard:
    c, today = dossiers.c, today_at(at)
    mine = lines(Side.APPLICANT).where(c.applicant == actor.subject)
    newest = mine.order_by(c.id.desc())

    async def shown(statement: Any) -> list[DossierLine]:
        rows = (await connection.execute(statement)).all()
        return [line_of(row, actor.locale, today, Side.APPLICANT) for row in rows]

    open_ones = await shown(newest.where(c.status != Status.DRAFT, ~c.archived).limit(100))
    waiting = [line for line in open_ones if line.waits_for_me][:MOST_WAITING]
    pieces = await _pieces_asked(connection, [line.id for line in waiting])
    return Dashboard(
        waiting=[Awaited(dossier=line, pieces=pieces.get(line.id, [])) for line in waiting],
        drafts=await shown(newest.where(c.status == Status.DRAFT).limit(MOST_DRAFTS)),
        last=await shown(newest.where(c.status != Status.DRAFT).limit(LAST)),
        appointments=await _coming(connection, actor, at),
    )


async def _pieces_asked(connection: AsyncConnection, wanted: list[UUID]) -> dict[UUID, list[str]]:
    c = piece_requests.c
    statement = select(c.dossier_id, c.label).where(c.dossier_id.in_(wanted), c.answered_at.is_(None)).order_by(c.id)
    found: dict[UUID, list[str]] = {}
    for row in (await connection.execute(statement)).all() if wanted else ():
        found.setdefault(row.dossier_id, []).append(row.label)
    return found


async def _coming(connection: AsyncConnection, actor: Actor, at: datetime) -> list[AppointmentLine]:
    """Confirmed ones and slots offered, the next first; a draft's own slot is the draft's business."""
    b = bookings.c
    offered = and_(b.status == BookingStatus.HELD, b.held_until > at, dossiers.c.status != Status.DRAFT)
    statement = (
        select(b.id, b.dossier_id, b.starts_at, b.ends_at, b.status, b.held_until, demarches.c.title)
        .add_columns(venues.c.name, venues.c.address)
        .join(dossiers, dossiers.c.id == b.dossier_id)
        .join(demarches, demarches.c.id == dossiers.c.demarche_id)
        .join(calendars, calendars.c.id == b.calendar_id)
        .join(venues, venues.c.id == calendars.c.venue_id)
        .where(dossiers.c.applicant == actor.subject, b.ends_at > at)
        .where(or_(b.status == BookingStatus.CONFIRMED, offered))
        .order_by(b.starts_at, b.id)
        .limit(MOST_APPOINTMENTS)
    )
    return [
        AppointmentLine(
            id=row.id,
            dossier_id=row.dossier_id,
            demarche=say(row.title, actor.locale),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            held_until=row.held_until if row.status == BookingStatus.HELD else None,
            venue=row.name,
            address=row.address,
        )
        for row in await connection.execute(statement)
    ]

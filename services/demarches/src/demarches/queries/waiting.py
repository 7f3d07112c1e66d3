"""Where one stands in the waiting list of a démarche."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.appointments.waiting import STILL, WaitingStatus
from demarches.storage import definitions
from demarches.storage.tables import demarches, waiting


class PlaceInLine(Struct, kw_only=True):
    """`status`: none, waiting or offered. `ahead`: how many came before."""

    status: str
    ahead: int
    offered_until: datetime | None


async def read_place_in_line(slug: str, actor: Actor, connection: AsyncConnection) -> PlaceInLine:
    demarche = await definitions.current(connection, slug)
    c = waiting.c
    mine = select(waiting).where(c.subject == demarche.demarche_id, c.account == actor.account, c.status.in_(STILL))
    row = (await connection.execute(mine)).one_or_none()
    if row is None:
        return PlaceInLine(status="none", ahead=0, offered_until=None)
    before = select(func.count()).where(
        c.subject == demarche.demarche_id, c.status == WaitingStatus.WAITING, c.id < row.id
    )
    return PlaceInLine(status=row.status, ahead=await connection.scalar(before) or 0, offered_until=row.offered_until)


class Offer(Struct, kw_only=True):
    account: UUID
    locale: str
    slug: str
    title: str
    until: datetime


async def read_offer(waiting_id: UUID, actor: Actor, connection: AsyncConnection) -> Offer | None:
    """What to write to whom; None once it was taken, left or passed on."""
    c, d = waiting.c, demarches.c
    statement = (
        select(c.account, c.locale, c.offered_until, d.slug, d.title)
        .join(demarches, d.id == c.subject)
        .where(c.id == waiting_id, c.status == WaitingStatus.OFFERED)
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    title = say(row.title, row.locale)
    return Offer(account=row.account, locale=row.locale, slug=row.slug, title=title, until=row.offered_until)

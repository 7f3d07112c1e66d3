"""Which publications exist for whom, as one SQL condition."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor, Kind
from notifier.domain.publishing.content import Audience
from notifier.domain.publishing.publication import Status
from notifier.storage.publishing import publication_readings, publications

_p = publications.c


def shown_to(actor: Actor, *, at: datetime) -> ColumnElement[bool]:
    """Published, in its time, and meant for this reader. Members see what citizens see: they answer for it."""
    now = and_(
        _p.status == str(Status.PUBLISHED), _p.shown_from <= at, or_(_p.expires_at.is_(None), _p.expires_at > at)
    )
    return and_(now, true() if sees_private(actor) else _p.audience == str(Audience.EVERYONE))


def sees_private(actor: Actor) -> bool:
    return actor.kind in (Kind.CITIZEN, Kind.MEMBER) and actor.organisation == actor.tenant


def read_by(account_id: UUID) -> ColumnElement[bool]:
    r = publication_readings.c
    return exists(select(1).where(r.publication_id == _p.id, r.account_id == account_id))


async def visible_ids(actor: Actor, connection: AsyncConnection, *, at: datetime, only: UUID | None) -> list[UUID]:
    """What this reader can see, or `only` if it is among it."""
    statement = select(_p.id).where(shown_to(actor, at=at))
    if only is not None:
        statement = statement.where(_p.id == only)
    return list((await connection.execute(statement)).scalars())

"""Who is next: the queue that all tenants share, and the ways to take from it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import statements
from contracts.messages import Lane
from notifier.domain.notification import Notification
from notifier.storage.tables import deliveries

# Their place here is what is kept: new ones come last.
LANES = (Lane.CRITICAL, Lane.SERVICE, Lane.BULK, Lane.HOOK, Lane.PUSH, Lane.TEXT)
BULK, HOOKS = LANES.index(Lane.BULK), LANES.index(Lane.HOOK)
PUSHES, TEXTS = LANES.index(Lane.PUSH), LANES.index(Lane.TEXT)
# How long a silent holder keeps its claim; a living one renews it.
LEASE = timedelta(seconds=20)

# Lanes in their order; inside a lane one of each tenant in turn, beginning after the tenant who was served last. The
# recursive part jumps from tenant to tenant in the index: a tenant's backlog of 100,000 costs others nothing.
_CLAIM = text(
    """
    with recursive turn as (
        (select lane, tenant from deliveries where lane = any(:lanes) order by lane, tenant limit 1)
        union all
        select following.lane, following.tenant from turn, lateral (
            select lane, tenant from deliveries as d
            where (d.lane, d.tenant) > (turn.lane, turn.tenant) and lane = any(:lanes)
            order by d.lane, d.tenant limit 1
        ) as following
    ), due as (
        select d.notification_id, d.lane, d.tenant, row_number() over (partition by d.lane, d.tenant) as place
        from turn, lateral (
            select notification_id, lane, tenant from deliveries as d
            where d.lane = turn.lane and d.tenant = turn.tenant and d.due_at <= :now
                and (d.lease_until is null or d.lease_until <= :now)
            order by d.due_at limit :each for update skip locked
        ) as d
        where turn.tenant <> all(:busy)
    ), chosen as (
        select notification_id from due order by lane, place, tenant <= :last, tenant limit :free
    )
    update deliveries set lease_until = :lease_until, holder = :holder
    from chosen where deliveries.notification_id = chosen.notification_id
    returning deliveries.notification_id, deliveries.tenant, deliveries.lane, deliveries.postponed
    """
)

_FORGET = delete(deliveries).where(deliveries.c.notification_id == bindparam("this_id"))


class Claim(NamedTuple):
    notification_id: UUID
    tenant: UUID
    lane: Lane
    postponed: int


class Wanted(NamedTuple):
    """How many, of which lanes, and which tenants already have as many under way as they may."""

    free: int
    each: int
    lanes: Sequence[Lane]
    busy: Sequence[UUID]
    last: UUID


async def claim(connection: AsyncConnection, wanted: Wanted, *, holder: UUID, now: datetime) -> list[Claim]:
    """Take what is due, with what a dead holder left behind. The claims are leased to `holder`."""
    values = {
        "now": now,
        "lanes": [LANES.index(lane) for lane in wanted.lanes],
        "busy": list(wanted.busy),
        "last": wanted.last,
        "each": wanted.each,
        "free": wanted.free,
        "lease_until": now + LEASE,
        "holder": holder,
    }
    rows = (await connection.execute(_CLAIM, values)).all()
    claims = [Claim(row.notification_id, row.tenant, LANES[row.lane], row.postponed) for row in rows]
    return sorted(claims, key=lambda claimed: LANES.index(claimed.lane))


async def renew(connection: AsyncConnection, held: Sequence[UUID], *, holder: UUID, now: datetime) -> None:
    mine = deliveries.c.notification_id.in_(held) & (deliveries.c.holder == holder)
    await connection.execute(update(deliveries).where(mine).values(lease_until=now + LEASE))


async def put_back(
    connection: AsyncConnection, notification_id: UUID, *, due_at: datetime, waits_for: str, holder: UUID
) -> None:
    """Nothing was attempted: somebody else is needed first."""
    mine = (deliveries.c.notification_id == notification_id) & (deliveries.c.holder == holder)
    values = {"due_at": due_at, "lease_until": None, "holder": None, "waits_for": waits_for}
    await connection.execute(update(deliveries).where(mine).values(**values, postponed=deliveries.c.postponed + 1))


async def enqueue(connection: AsyncConnection, notification: Notification, *, due_at: datetime) -> None:
    await enqueue_id(connection, notification.id, LANES.index(notification.lane), due_at=due_at)


async def enqueue_id(connection: AsyncConnection, delivery_id: UUID, lane: int, *, due_at: datetime) -> None:
    row = {"notification_id": delivery_id, "lane": lane, "due_at": due_at}
    await connection.execute(statements.insert_into(deliveries), row)


async def follow(connection: AsyncConnection, notification: Notification) -> None:
    """The queue after an attempt: due again, or done with."""
    if notification.has_ended or notification.due_at is not None:
        await follow_id(connection, notification.id, due_at=None if notification.has_ended else notification.due_at)


async def follow_id(connection: AsyncConnection, delivery_id: UUID, *, due_at: datetime | None) -> None:
    """Due again then, or done with (None)."""
    if due_at is None:
        await forget(connection, delivery_id)
    else:
        values = {"due_at": due_at, "lease_until": None, "holder": None, "waits_for": None, "postponed": 0}
        await connection.execute(update(deliveries).where(deliveries.c.notification_id == delivery_id).values(**values))


async def hasten(connection: AsyncConnection, delivery_id: UUID, *, due_at: datetime) -> None:
    """Due then, whatever was said before. A claim that somebody holds on it stays theirs."""
    values = {"due_at": due_at, "postponed": 0}
    await connection.execute(update(deliveries).where(deliveries.c.notification_id == delivery_id).values(**values))


async def forget(connection: AsyncConnection, notification_id: UUID) -> None:
    await connection.execute(_FORGET, {"this_id": notification_id})

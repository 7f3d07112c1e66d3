"""Events leave with the transaction that made them true, or not at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Text, cast, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import telemetry
from chassis.actor import Actor
from chassis.aside import Aside
from chassis.bus import Bus, Outgoing
from chassis.database import Database
from chassis.erasures import ERASING, Erasure, Ledger
from chassis.ids import new_id
from chassis.tables import outbox
from contracts.events import Envelope, Event

BATCH = 100

_LOCK = select(func.pg_try_advisory_xact_lock(func.hashtext("outbox")))
_OLDEST = (
    select(*(column for column in outbox.c if column.name != "data"), cast(outbox.c.data, Text).label("document"))
    .where(outbox.c.published_at.is_(None))
    .order_by(outbox.c.position)
    .limit(BATCH)
)

# One statement for events, their gapless numbers and the journal: round trips are what a command costs most.
WRITE = text(
    """
    with event as (
        select * from jsonb_to_recordset(cast(:events as jsonb))
            as e(id uuid, type text, aggregate_id uuid, number int, of int, data jsonb)
    ), counted as (
        insert into event_sequences as known (aggregate_id, last)
        select aggregate_id, count(*) from event group by aggregate_id order by aggregate_id
        on conflict (tenant, aggregate_id) do update set last = known.last + excluded.last
        returning aggregate_id, last
    ), written as (
        insert into outbox (id, type, aggregate_id, sequence, tenant, at, actor, traceparent, data)
        select id, type, aggregate_id, last - of + number, current_setting('app.tenant')::uuid,
            :now, :actor, :traceparent, data
        from event join counted using (aggregate_id)
    )
    insert into journal (id, at, actor, action, subject, concerns, purpose, trace)
    select id, :now, :actor, action, subject, concerns, purpose, :traceparent
    from jsonb_to_recordset(cast(:journal as jsonb))
        as j(id uuid, action text, subject uuid, concerns uuid, purpose text)
    """
)

_MARK = text(
    "update outbox set published_at = now(), stream_created = :created, stream_sequence = a.sequence "
    "from unnest(cast(:ids as uuid[]), cast(:sequences as bigint[])) as a(id, sequence) where outbox.id = a.id"
)


def rows_of(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The events as `WRITE` takes them: each with its place among those of its aggregate in this transaction."""
    total: dict[Any, int] = {}
    rows: list[dict[str, Any]] = []
    for event in events:
        total[event.aggregate_id] = total.get(event.aggregate_id, 0) + 1
        rows.append(
            {
                "id": new_id(),
                "type": event.type,
                "aggregate_id": event.aggregate_id,
                "number": total[event.aggregate_id],
                "data": event,
            }
        )
    return [row | {"of": total[row["aggregate_id"]]} for row in rows]


def circumstances(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"now": now, "actor": str(actor), "traceparent": telemetry.traceparent()}


async def relay_batch(
    database: Database, bus: Bus, service: str, ledger: Ledger | None = None, aside: Aside | None = None
) -> int:
    """Publish the oldest unpublished events, in order, and say how many. Erasures are in the ledger before anybody is told.

    One relay at a time: the lock makes the others wait their turn rather than overtake. A crash between publish and
    update publishes twice; the bus drops the second by its id, and the inbox drops what the bus lets through. What the bus
    will never take is buried by `aside` and left behind.
    """
    async with database.platform_transaction() as connection:
        if not await connection.scalar(_LOCK):
            return 0
        rows = (await connection.execute(_OLDEST)).all()
        if not rows:
            return 0
        if ledger is not None:
            ledger.note(_erasure(row, service) for row in rows if row.type in ERASING)
        created = await bus.created(service)
        messages = [_outgoing(row, service) for row in rows]
        published = await bus.publish(messages)
        await _mark(connection, published.stored, created)
        left = []
        if aside is not None:
            tenants = (row.tenant for row in rows)
            left = await aside.hopeless(zip(messages, tenants, strict=True), published)
            await _leave_behind(connection, left)
        return len(published.stored) + len(left)


async def reconcile(database: Database, bus: Bus, service: str) -> int:
    """Re-arm events that the stream has lost (wiped, or restored from an older copy), and say how many."""
    state = await bus.stream_state(service)
    lost = (
        update(outbox)
        .where(
            outbox.c.published_at.is_not(None),
            or_(outbox.c.stream_created != state.created, outbox.c.stream_sequence > state.last_sequence),
        )
        .values(published_at=None)
    )
    async with database.platform_transaction() as connection:
        return (await connection.execute(lost)).rowcount


async def sweep(database: Database, *, before: datetime) -> int:
    """Forget events that were published before then."""
    async with database.platform_transaction() as connection:
        return (await connection.execute(delete(outbox).where(outbox.c.published_at < before))).rowcount


async def _mark(connection: AsyncConnection, acknowledged: Sequence[tuple[Any, int]], created: datetime) -> None:
    if acknowledged:
        ids, sequences = zip(*acknowledged, strict=True)
        await connection.execute(_MARK, {"created": created, "ids": list(ids), "sequences": list(sequences)})


async def _leave_behind(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    """Done with, without a place in any stream: no reconciliation brings it back."""
    if ids:
        await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(published_at=func.now()))


def _erasure(row: Any, service: str) -> Erasure:
    data: dict[str, Any] = msgspec.json.decode(row.document)
    return Erasure(row.id, service, row.type, row.tenant, row.aggregate_id, row.actor, data)


def _outgoing(row: Any, service: str) -> Outgoing:
    envelope = Envelope(
        id=row.id,
        source=service,
        type=row.type,
        subject=row.aggregate_id,
        time=row.at,
        tenant=row.tenant,
        sequence=row.sequence,
        actor=row.actor,
        data=msgspec.Raw(row.document.encode()),
        traceparent=row.traceparent,
    )
    return Outgoing(row.id, row.type, msgspec.json.encode(envelope), row.traceparent)

"""Commands that run when their time has come."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from chassis import logs
from chassis.actor import Actor
from chassis.commands import Commands, Handler
from chassis.database import Database
from chassis.refusals import Refusal, Unavailable
from chassis.subscriptions import Timer
from chassis.tables import timers
from chassis.unit_of_work import UnitOfWork

BATCH = 50


async def ring(database: Database, commands: Commands[Any], known: Sequence[Timer[Any]], *, service: str) -> int:
    """Run what is due, each in a transaction of its own that also marks it done, and say how many there were.

    Two instances may see the same timer: the second finds it in its inbox and does nothing.
    """
    by_kind = {timer.kind: timer for timer in known}
    due = select(timers).where(timers.c.done_at.is_(None), timers.c.due_at <= commands.now())
    async with database.platform_transaction() as connection:
        rows = (await connection.execute(due.order_by(timers.c.due_at).limit(BATCH))).all()
    for row in rows:
        timer = by_kind.get(row.kind)
        if timer is None:
            logs.log.error("unknown timer", kind=row.kind)
            continue
        actor = Actor.of_service(service, row.tenant)
        try:
            command = timer.make(row.subject)
            await commands.run_once(_marking(timer, row.id), command, actor=actor, event_id=row.id, due_at=row.due_at)
        except Unavailable:
            raise
        except Refusal as refusal:
            logs.log.warning("timer refused", kind=row.kind, subject=str(row.subject), cause=str(refusal))
            await commands.run(_give_up, row.id, actor=actor)
    return sum(row.kind in by_kind for row in rows)


def _marking(timer: Timer[Any], timer_id: Any) -> Handler[Any, Any, Any]:
    async def handle(command: Any, uow: UnitOfWork) -> None:
        await timer.handler(command, uow)
        await _give_up(timer_id, uow)

    handle.__name__ = timer.handler.__name__
    return handle


async def _give_up(timer_id: Any, uow: UnitOfWork) -> None:
    done = update(timers).where(timers.c.id == timer_id).values(done_at=uow.now)
    await uow.connection.execute(done)

"""What has served its time is deleted, a little at each sign-in: no table grows for ever, no job has to be watched."""

from datetime import timedelta

from sqlalchemy import Table, delete, select, update
from sqlalchemy.sql.elements import ColumnElement

from chassis.unit_of_work import UnitOfWork
from identity.storage.tables import account_links, activation_keys, devices, sessions, throttles

AT_ONCE = 100
# Longer than any window that is counted.
THROTTLES = timedelta(days=1)
# Ended sessions and dead links stay long enough to answer a question about them; the journal keeps what they did.
ENDED = timedelta(days=30)
DEVICES = timedelta(days=400)


async def forget_what_is_over(uow: UnitOfWork) -> None:
    """At most a hundred rows of each kind of the tenant; rows that somebody else holds wait for the next time."""
    await _forget(uow, throttles, throttles.c.last_at < uow.now - THROTTLES, throttles.c.key)
    await _forget(uow, sessions, sessions.c.expires_at < uow.now - ENDED, sessions.c.id)
    await _forget(uow, account_links, account_links.c.expires_at < uow.now - ENDED, account_links.c.id)
    over = activation_keys.c.family.is_not(None) & (activation_keys.c.expires_at < uow.now)
    await _empty(uow, activation_keys, over, "family")
    await _forget(uow, devices, devices.c.seen_at < uow.now - DEVICES, devices.c.device_hash)


async def _empty(uow: UnitOfWork, table: Table, over: ColumnElement[bool], column: str) -> None:
    """The row stays and is counted; what it held of people goes."""
    some = select(table.c.id).where(over).limit(AT_ONCE).with_for_update(skip_locked=True)
    await uow.connection.execute(update(table).where(table.c.id.in_(some)).values({column: None}))


async def _forget(uow: UnitOfWork, table: Table, over: ColumnElement[bool], key: ColumnElement[object]) -> None:
    some = select(key).where(over).limit(AT_ONCE).with_for_update(skip_locked=True)
    await uow.connection.execute(delete(table).where(key.in_(some), over))

"""Runs a service's migrations as the owner of its database. Never waits longer for a lock than `LONGEST_WAIT`."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.migrations import LONGEST_WAIT


def _migrate(connection: Connection) -> None:
    version_table = context.config.attributes.get("version_table", "alembic_version")
    context.configure(connection=connection, transaction_per_migration=True, version_table=version_table)
    with context.begin_transaction():
        # Of the session: each migration has a transaction of its own.
        connection.execute(text(f"set lock_timeout = '{LONGEST_WAIT}'"))
        context.run_migrations()
    if version_table != "alembic_version" and not context.get_context().get_current_heads():
        # Of a chain that went back to its beginning nothing is left.
        connection.execute(text(f"drop table if exists {version_table}"))


async def _run() -> None:
    engine = create_async_engine(context.config.attributes["url"])
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
        await connection.commit()
    await engine.dispose()


asyncio.run(_run())

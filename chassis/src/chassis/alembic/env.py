"""Runs a service's migrations as the owner of its database. Never waits for a lock longer than 2 s."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine


def _migrate(connection: Connection) -> None:
    version_table = context.config.attributes.get("version_table", "alembic_version")
    context.configure(connection=connection, transaction_per_migration=True, version_table=version_table)
    with context.begin_transaction():
        connection.execute(text("set local lock_timeout = '2s'"))
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

"""What the chassis' own tables forget, and when."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from chassis import outbox
from chassis.database import Database
from chassis.tables import idempotency, inbox

# Consumers may be down for as long as the outbox can rebuild a stream: the inbox remembers longer than that.
OUTBOX_KEPT = timedelta(days=14)
INBOX_KEPT = timedelta(days=30)
KEYS_KEPT = timedelta(days=7)


async def sweep(database: Database, *, now: datetime) -> None:
    await outbox.sweep(database, before=now - OUTBOX_KEPT)
    async with database.platform_transaction() as connection:
        await connection.execute(delete(inbox).where(inbox.c.at < now - INBOX_KEPT))
        await connection.execute(delete(idempotency).where(idempotency.c.at < now - KEYS_KEPT))

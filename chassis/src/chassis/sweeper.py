"""What the chassis' own tables forget, and when."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from chassis import outbox
from chassis.database import Database
from chassis.tables import idempotency, inbox, proposals

# Consumers may be down for as long as the outbox can rebuild a stream: the inbox remembers longer than that.
OUTBOX_KEPT = timedelta(days=14)
INBOX_KEPT = timedelta(days=30)
KEYS_KEPT = timedelta(days=7)
# That something was proposed and settled; the journal tells it for longer.
PROPOSALS_KEPT = timedelta(days=30)


async def sweep(database: Database, *, now: datetime) -> None:
    await outbox.sweep(database, before=now - OUTBOX_KEPT)
    async with database.platform_transaction() as connection:
        await connection.execute(delete(inbox).where(inbox.c.at < now - INBOX_KEPT))
        await connection.execute(delete(idempotency).where(idempotency.c.at < now - KEYS_KEPT))
        await connection.execute(delete(proposals).where(proposals.c.expires_at < now - PROPOSALS_KEPT))
        # Nobody may confirm it any more, so nobody needs its words.
        over = (proposals.c.expires_at < now, proposals.c.arguments.is_not(None))
        await connection.execute(update(proposals).where(*over).values(arguments=None))

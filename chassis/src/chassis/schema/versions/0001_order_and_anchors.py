"""Events in order, and the heads of other services' journals."""

from alembic import op
from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, MetaData, String, Table, Uuid, text

from chassis.migrations import create_plain
from chassis.schema import roles

revision = "0001"
down_revision = None


def upgrade() -> None:
    app, relay = roles()
    for table in TABLES:
        create_plain(table)
    op.execute("create unique index parked_events_place on parked_events (reader, aggregate_id, sequence)")
    op.execute(f"grant select, insert, update on event_positions to {app}")
    op.execute(f"grant select, insert, delete on parked_events to {app}")
    # What was noted of another's journal is never changed by the service that keeps it.
    op.execute(f"grant select, insert on journal_anchors to {app}")
    op.execute(f"grant select on journal_anchors, parked_events to {relay}")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table.name)


_then = MetaData()
TABLES = (
    Table(
        "event_positions",
        _then,
        Column("reader", String, primary_key=True),
        Column("aggregate_id", Uuid, primary_key=True),
        Column("last", BigInteger, nullable=False),
    ),
    Table(
        "parked_events",
        _then,
        Column("reader", String, primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        Column("tenant", Uuid, nullable=False),
        Column("aggregate_id", Uuid, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("type", String, nullable=False),
        Column("envelope", LargeBinary, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    ),
    Table(
        "journal_anchors",
        _then,
        Column("service", String, primary_key=True),
        Column("tenant", Uuid, primary_key=True),
        Column("number", BigInteger, primary_key=True),
        Column("hash", LargeBinary, nullable=False),
        Column("signed", String, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    ),
)

"""Catalogue, tickets, messages, interventions, history."""

from alembic import op

from chassis import migrations
from ticketing.storage import tables

revision = "0001"
down_revision = None

SERVICE = "ticketing"


def upgrade() -> None:
    migrations.create_chassis_tables(SERVICE)
    for table in tables.ALL:
        migrations.create_plain(table)
        once = table in tables.WRITTEN_ONCE
        migrations.protect(SERVICE, table.name, grants="select, insert" if once else "select, insert, update, delete")


def downgrade() -> None:
    for table in reversed(tables.ALL):
        op.drop_table(table.name)
    migrations.drop_chassis_tables()

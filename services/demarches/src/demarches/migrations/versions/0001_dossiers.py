"""Definitions, dossiers, pieces, exchanges."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0001"
down_revision = None

SERVICE = "demarches"
# A published definition is immutable, a note or a line of history is written once.
WRITTEN_ONCE = (tables.definitions, tables.notes, tables.history)


def upgrade() -> None:
    migrations.create_chassis_tables(SERVICE)
    for table in tables.ALL:
        migrations.create_plain(table)
        once = table in WRITTEN_ONCE
        migrations.protect(SERVICE, table.name, grants="select, insert" if once else "select, insert, update, delete")
    op.execute("create index demarches_search on demarches using gin (search)")


def downgrade() -> None:
    for table in reversed(tables.ALL):
        op.drop_table(table.name)
    migrations.drop_chassis_tables()

"""What silence decided is written down."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0009_silences"
down_revision = "0008_kinds"


def upgrade() -> None:
    migrations.create("demarches", tables.CLOCKED)


def downgrade() -> None:
    for table in reversed(tables.CLOCKED):
        op.drop_table(table.name)

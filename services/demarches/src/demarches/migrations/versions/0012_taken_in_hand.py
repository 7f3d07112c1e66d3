"""Démarches that agents took in hand."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0012_taken_in_hand"
down_revision = "0011_openings"


def upgrade() -> None:
    migrations.create("demarches", tables.HANDLED)


def downgrade() -> None:
    for table in reversed(tables.HANDLED):
        op.drop_table(table.name)

"""Openings counted by agent and hour (RELIABILITY B11)."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0011_openings"
down_revision = "0010_agreements"


def upgrade() -> None:
    migrations.create("demarches", tables.OPENED)


def downgrade() -> None:
    for table in reversed(tables.OPENED):
        op.drop_table(table.name)

"""Definitions under work."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0007_definition_drafts"
down_revision = "0006_measures"


def upgrade() -> None:
    migrations.create("demarches", tables.EDITED)


def downgrade() -> None:
    for table in reversed(tables.EDITED):
        op.drop_table(table.name)

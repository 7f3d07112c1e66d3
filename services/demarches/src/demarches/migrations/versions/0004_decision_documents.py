"""Documents of decisions."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0004_decisions"
down_revision = "0003_places"


def upgrade() -> None:
    migrations.create("demarches", tables.DECIDED)


def downgrade() -> None:
    for table in reversed(tables.DECIDED):
        op.drop_table(table.name)

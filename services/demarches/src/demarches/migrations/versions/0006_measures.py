"""Drafts given up, satisfaction, published figures."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0006_measures"
down_revision = "0005_stages"


def upgrade() -> None:
    migrations.create("demarches", tables.MEASURED)
    op.execute(
        "create index dossiers_measured on dossiers (tenant, submitted_at) include (demarche_id, status, decided_at, due_on) "
        "where submitted_at is not null"
    )


def downgrade() -> None:
    op.execute("drop index dossiers_measured")
    for table in reversed(tables.MEASURED):
        op.drop_table(table.name)

"""A démarche's own stages."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0005_stages"
down_revision = "0004_decisions"


def upgrade() -> None:
    op.execute(
        "alter table dossiers add column if not exists stage varchar, add column if not exists stage_change uuid"
    )
    migrations.create("demarches", tables.MOVED)


def downgrade() -> None:
    for table in reversed(tables.MOVED):
        op.drop_table(table.name)
    op.execute("alter table dossiers drop column stage, drop column stage_change")

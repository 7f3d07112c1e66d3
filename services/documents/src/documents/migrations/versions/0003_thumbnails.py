"""Small pictures of files, sealed with each file's own key."""

from alembic import op

from chassis import migrations
from documents.storage.tables import VIEW_TABLES

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    migrations.create("documents", VIEW_TABLES)


def downgrade() -> None:
    for table in VIEW_TABLES:
        op.drop_table(table.name)

"""Uploads that are resumed, and what tells how much one person sent today."""

from alembic import op

from chassis import migrations
from documents.storage.tables import UPLOAD_TABLES

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    migrations.create("documents", UPLOAD_TABLES)
    op.execute("create index if not exists files_of_uploader on files (tenant, uploader, received_at)")


def downgrade() -> None:
    op.execute("drop index if exists files_of_uploader")
    for table in reversed(UPLOAD_TABLES):
        op.drop_table(table.name)

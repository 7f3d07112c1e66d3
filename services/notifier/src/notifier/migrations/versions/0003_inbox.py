"""Notification centres, preferences, digests."""

from alembic import op

from chassis import migrations
from notifier.storage.inboxes import INBOX

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    migrations.create("notifier", INBOX)


def downgrade() -> None:
    for table in reversed(INBOX):
        op.drop_table(table.name)

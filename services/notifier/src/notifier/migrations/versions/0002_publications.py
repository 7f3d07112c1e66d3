"""News, practical information, their pictures and readings, exceptions to the opening hours."""

from alembic import op

from chassis import migrations
from notifier.storage.publishing import PUBLISHING

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    migrations.create("notifier", PUBLISHING)


def downgrade() -> None:
    for table in reversed(PUBLISHING):
        op.drop_table(table.name)

"""Newsletters: themes, subscribers, issues, their readers."""

from alembic import op

from chassis import migrations
from notifier.storage.letter_tables import LETTERS

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    migrations.create("notifier", LETTERS)


def downgrade() -> None:
    for table in reversed(LETTERS):
        op.drop_table(table.name)

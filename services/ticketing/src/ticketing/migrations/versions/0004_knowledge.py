"""The knowledge base."""

from alembic import op

from chassis import migrations
from ticketing.storage.knowledge_tables import ALL

revision = "0004"
down_revision = "0003"

SERVICE = "ticketing"


def upgrade() -> None:
    migrations.create(SERVICE, ALL)
    op.execute("create index articles_title on articles using gin (plain_title gin_trgm_ops)")


def downgrade() -> None:
    for table in reversed(ALL):
        op.drop_table(table.name)

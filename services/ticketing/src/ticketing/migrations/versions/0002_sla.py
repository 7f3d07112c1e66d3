"""Business calendars, SLA policies, and the clocks of each ticket."""

from alembic import op

from chassis import migrations
from ticketing.storage.sla_tables import ALL

revision = "0002"
down_revision = "0001"

SERVICE = "ticketing"


def upgrade() -> None:
    migrations.create(SERVICE, ALL)


def downgrade() -> None:
    for table in reversed(ALL):
        op.drop_table(table.name)

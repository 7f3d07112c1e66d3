"""Who else of an organisation sees a ticket: the department that it was asked from, and colleagues by name."""

from alembic import op

from chassis import migrations
from ticketing.storage.tables import LATER

revision = "0006"
down_revision = "0005"

SERVICE = "ticketing"


def upgrade() -> None:
    # The first migration creates tables as they are declared today: on a new database the column is there already.
    op.execute("alter table tickets add column if not exists department varchar not null default ''")
    op.execute(
        "create index if not exists tickets_department on tickets (tenant, organisation_id, department, changed_at, id)"
    )
    migrations.create(SERVICE, LATER)


def downgrade() -> None:
    for table in reversed(LATER):
        op.drop_table(table.name)
    op.execute("drop index if exists tickets_department")
    op.execute("alter table tickets drop column if exists department")

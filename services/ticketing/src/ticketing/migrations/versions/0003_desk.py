"""Teams, ready-made answers, drafts, presences, merges, links, saved views, opinions."""

from alembic import op

from chassis import migrations
from ticketing.storage.desk_tables import ALL

revision = "0003"
down_revision = "0002"

SERVICE = "ticketing"


def upgrade() -> None:
    # The first migration creates tables as they are declared today: on a new database the column is there already.
    op.execute("alter table tickets add column if not exists team_id uuid")
    op.execute("create index if not exists tickets_team on tickets (tenant, team_id, precedence, id)")
    migrations.create(SERVICE, ALL)


def downgrade() -> None:
    for table in reversed(ALL):
        op.drop_table(table.name)
    op.execute("drop index if exists tickets_team")
    op.execute("alter table tickets drop column if exists team_id")

"""Requests without an account; mails that come in; on a message, where it came from and what it quotes."""

from alembic import op

from chassis import migrations
from ticketing.storage.mail_tables import ALL

revision = "0005"
down_revision = "0004"

SERVICE = "ticketing"


def upgrade() -> None:
    # The first migration creates tables as they are declared today: on a new database the columns are there already.
    op.execute("alter table messages add column if not exists channel varchar not null default 'portal'")
    op.execute("alter table messages add column if not exists quoted text not null default ''")
    migrations.create(SERVICE, ALL)


def downgrade() -> None:
    for table in reversed(ALL):
        op.drop_table(table.name)
    op.execute("alter table messages drop column if exists quoted")
    op.execute("alter table messages drop column if exists channel")

"""What applicants agree to; codes that attach to a space what was sent without one."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0010_agreements"
down_revision = "0009_silences"


def upgrade() -> None:
    migrations.create("demarches", tables.AGREED)


def downgrade() -> None:
    for table in reversed(tables.AGREED):
        op.drop_table(table.name)

"""The chain of trust: mandates, the history of rights, letters to print."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    migrations.create("identity", [tables.mandates, tables.rights_history])
    migrations.create_plain(tables.letters)
    op.execute("grant select, insert, update on letters to identity_app")
    # On a new database 0001 has made it already.
    op.execute("alter table permission_grants add column if not exists mandate_id uuid")


def downgrade() -> None:
    op.execute("alter table permission_grants drop column mandate_id")
    for table in ("letters", "rights_history", "mandates"):
        op.drop_table(table)

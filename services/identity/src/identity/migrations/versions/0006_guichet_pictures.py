"""Logo and banner of a guichet."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # On a new database 0001 has made them already.
    for column in ("logo", "banner"):
        op.execute(f"alter table organisations add column if not exists {column} varchar not null default ''")
    migrations.create("identity", [tables.guichet_pictures])


def downgrade() -> None:
    op.drop_table("guichet_pictures")
    for column in ("logo", "banner"):
        op.execute(f"alter table organisations drop column {column}")

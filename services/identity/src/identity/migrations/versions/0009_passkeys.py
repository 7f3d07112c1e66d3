"""Passkeys."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    migrations.create("identity", [tables.passkeys])


def downgrade() -> None:
    op.drop_table("passkeys")

"""Exports of everything held on a person, and erasures with their certificate."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    migrations.create("identity", [tables.personal_exports, tables.erasures])


def downgrade() -> None:
    op.drop_table("erasures")
    op.drop_table("personal_exports")

"""Second factors."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    migrations.create("identity", [tables.second_factors])


def downgrade() -> None:
    op.drop_table("second_factors")

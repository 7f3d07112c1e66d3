"""Which guided tours a member took or declined."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("alter table accounts add column tours varchar[] not null default '{}'")


def downgrade() -> None:
    op.execute("alter table accounts drop column tours")

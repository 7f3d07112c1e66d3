"""A family may register with the key of its letter: the account keeps it until its link was followed."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("alter table accounts add column activation_key_id uuid")


def downgrade() -> None:
    op.execute("alter table accounts drop column activation_key_id")

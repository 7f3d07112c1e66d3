"""Links about an address: the new one that is to be confirmed, the former one that may be taken back."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("alter table account_links add column email citext")


def downgrade() -> None:
    # Links of that kind stay without it until they are forgotten: nothing of before asks for them.
    op.execute("alter table account_links drop column email")

"""A robot check remembers who came in with it: the same form sent twice is one attempt."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("alter table used_challenges add column served bytea")


def downgrade() -> None:
    op.execute("alter table used_challenges drop column served")

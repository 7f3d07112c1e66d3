"""Why an organisation is suspended or closed, and since when."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("alter table organisations add column status_reason varchar not null default ''")
    op.execute("alter table organisations add column status_since timestamptz")


def downgrade() -> None:
    op.execute("alter table organisations drop column status_since")
    op.execute("alter table organisations drop column status_reason")

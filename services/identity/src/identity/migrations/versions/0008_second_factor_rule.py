"""How strong a session is, and from when an organisation asks its members for a second factor."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # On a new database 0001 has made them already.
    op.execute("alter table sessions add column if not exists acr smallint not null default 1")
    op.execute("alter table organisations add column if not exists second_factor_from timestamptz")


def downgrade() -> None:
    op.execute("alter table organisations drop column second_factor_from")
    op.execute("alter table sessions drop column acr")

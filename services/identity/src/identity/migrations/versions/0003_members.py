"""Centres of interest of members, and the assistant of their first sign-in."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # On a new database 0001 has made them already.
    op.execute("alter table accounts add column if not exists interests varchar[] not null default '{}'")
    op.execute("alter table accounts add column if not exists newsletter boolean not null default false")
    op.execute("alter table accounts add column if not exists set_up_at timestamptz")
    # Every tenant's rows at once, for this one statement: the owner is held to the policy like everybody otherwise.
    op.execute("alter table accounts no force row level security")
    op.execute("update accounts set set_up_at = activated_at where kind = 'member'")
    op.execute("alter table accounts force row level security")


def downgrade() -> None:
    for column in ("interests", "newsletter", "set_up_at"):
        op.execute(f"alter table accounts drop column {column}")

"""When recovery codes were made: they are made anew, and voided when a thief did it."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("alter table second_factors add column codes_at timestamptz")
    # Until now they came with the application, or with the first passkey.
    op.execute("alter table second_factors no force row level security")
    op.execute("update second_factors set codes_at = coalesce(confirmed_at, created_at) where recovery <> '{}'")
    op.execute("alter table second_factors force row level security")


def downgrade() -> None:
    op.execute("alter table second_factors drop column codes_at")

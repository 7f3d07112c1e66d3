"""When a member put a proposal into their own words; and what was done through assistants, found in the journal."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("alter table proposals add column modified_at timestamptz")
    # short: the journals of before the first release are small
    op.execute("create index journal_assistants on journal (tenant, position) where action like 'assistant.%'")


def downgrade() -> None:
    op.execute("drop index journal_assistants")
    op.execute("alter table proposals drop column modified_at")

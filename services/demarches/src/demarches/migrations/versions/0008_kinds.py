"""The catalogue carries activities, surveys and pages beside démarches."""

from alembic import op

revision = "0008_kinds"
down_revision = "0007_definition_drafts"


def upgrade() -> None:
    # 0001 makes the tables as they are declared today, so on a new database the columns are there already.
    op.execute("alter table demarches add column if not exists kind varchar not null default 'demarche'")
    op.execute("alter table demarches add column if not exists body jsonb")


def downgrade() -> None:
    op.execute("alter table demarches drop column body")
    op.execute("alter table demarches drop column kind")

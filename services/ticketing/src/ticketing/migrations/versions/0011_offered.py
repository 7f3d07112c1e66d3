"""What can be asked may be withdrawn from the catalogue, and stays what old tickets are about."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("alter table catalogue_entries add column offered boolean not null default true")


def downgrade() -> None:
    op.execute("alter table catalogue_entries drop column offered")

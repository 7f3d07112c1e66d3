"""Pieces that are replaced, thrown away, taken back, and remembered before they end."""

from alembic import op

from chassis import migrations
from documents.storage.tables import DATE_TABLES

revision = "0004"
down_revision = "0003"

# « if not exists »: 0001 and 0003 create these tables as they are declared today.
COLUMNS = (
    ("pieces", "trashed_at timestamptz"),
    ("safe_files", "replaced_at timestamptz"),
    ("thumbnails", "pages integer not null default 1"),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.execute(f"alter table {table} add column if not exists {column}")
    migrations.create("documents", DATE_TABLES)


def downgrade() -> None:
    for table in DATE_TABLES:
        op.drop_table(table.name)
    for table, column in COLUMNS:
        op.execute(f"alter table {table} drop column if exists {column.split()[0]}")

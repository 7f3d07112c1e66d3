"""How long files of dossiers and tickets are kept, what is held back, and the nightly count of objects."""

from alembic import op

from chassis import migrations
from documents.storage.tables import RETENTION_TABLES, integrity_checks

revision = "0005"
down_revision = "0004"

COLUMNS = (("bundles", "closed_at timestamptz"), ("bundles", "purge_at timestamptz"), ("files", "seal varchar(32)"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.execute(f"alter table {table} add column if not exists {column}")
    migrations.create("documents", RETENTION_TABLES)
    migrations.create_plain(integrity_checks)
    op.execute("grant select, insert, update, delete on integrity_checks to documents_app")
    # The owner looks across organisations once, to have those that exist already counted as well.
    op.execute("alter table tenant_keys no force row level security")
    op.execute("insert into integrity_checks (tenant, due_at) select tenant, now() from tenant_keys")
    op.execute("alter table tenant_keys force row level security")


def downgrade() -> None:
    for table in (*RETENTION_TABLES, integrity_checks):
        op.drop_table(table.name)
    for table, column in COLUMNS:
        op.execute(f"alter table {table} drop column if exists {column.split()[0]}")

"""Files, safes, bundles, and the queues of checks and deletions."""

from alembic import op

from chassis import migrations
from documents.storage.tables import OWNED, QUEUES, TENANT_TABLES

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.create_chassis_tables("documents")
    migrations.create("documents", TENANT_TABLES)
    for table, owner in OWNED.items():
        # Restrictive: it narrows what the tenant's policy allows. No subject, no row; not even for a service of ours.
        mine = f"{owner} = (select nullif(current_setting('app.subject'), '')::uuid)"
        op.execute(f"create policy owner_alone on {table} as restrictive using ({mine}) with check ({mine})")
    for queue in QUEUES:
        migrations.create_plain(queue)
        op.execute(f"grant select, insert, update, delete on {queue.name} to documents_app")


def downgrade() -> None:
    for table in reversed((*TENANT_TABLES, *QUEUES)):
        op.drop_table(table.name)
    migrations.drop_chassis_tables()

"""Files joined to tickets, what documents said of them, and the ids that files are sent for before there is a ticket."""

from alembic import op

from chassis import migrations

revision = "0008"
down_revision = "0007"

SERVICE = "ticketing"
TABLES = {
    "reservations": (
        "id uuid not null, account uuid not null, at timestamptz not null, primary key (tenant, id)",
        "select, insert, delete",
    ),
    "attachments": (
        (
            "id uuid not null, ticket_id uuid not null, message_id uuid, added_by uuid not null, name varchar not null, "
            "size bigint not null, media_type varchar not null, sha256 varchar(64) not null, "
            "added_at timestamptz not null, primary key (tenant, id), "
            "foreign key (tenant, ticket_id) references tickets (tenant, id), "
            "foreign key (tenant, message_id) references messages (tenant, id)"
        ),
        "select, insert",
    ),
    "file_verdicts": (
        "file_id uuid not null, status varchar not null, at timestamptz not null, primary key (tenant, file_id)",
        "select, insert, update",
    ),
}


def upgrade() -> None:
    for table, (columns, grants) in TABLES.items():
        op.execute(
            f"create table {table} (tenant uuid not null default current_setting('app.tenant')::uuid, {columns})"
        )
        migrations.protect(SERVICE, table, grants=grants)
    op.execute("create index attachments_ticket on attachments (tenant, ticket_id, id)")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)

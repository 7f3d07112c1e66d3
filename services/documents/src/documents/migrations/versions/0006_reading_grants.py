"""Agents' leave to read the pieces of one dossier."""

from alembic import op

from chassis import migrations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        "create table reading_grants (tenant uuid not null default current_setting('app.tenant')::uuid, "
        "id uuid not null, version integer not null default 1, bundle_id uuid not null, reader uuid not null, "
        "purpose varchar not null, granted_at timestamptz not null, expires_at timestamptz not null, "
        "reads integer not null default 0, last_read_at timestamptz, ended_at timestamptz, ended varchar, "
        "primary key (tenant, id))"
    )
    op.execute("create index reading_grants_of_bundle on reading_grants (tenant, bundle_id, reader)")
    migrations.protect("documents", "reading_grants")


def downgrade() -> None:
    op.drop_table("reading_grants")

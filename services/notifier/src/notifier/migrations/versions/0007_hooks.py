"""Webhooks, and what was sent to them."""

from alembic import op

from chassis import migrations

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute(
        """
        create table hook_endpoints (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            url varchar not null,
            kinds varchar[] not null,
            description varchar not null,
            sealed varchar not null,
            former varchar not null,
            former_until timestamptz,
            stage varchar not null,
            because varchar,
            failing_since timestamptz,
            created_at timestamptz not null,
            primary key (tenant, id)
        )
        """
    )
    op.execute(
        """
        create table hook_deliveries (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            endpoint_id uuid not null,
            event_id uuid not null,
            event_type varchar not null,
            occurred_at timestamptz not null,
            data jsonb not null,
            status varchar not null,
            calls jsonb not null,
            tries smallint not null,
            due_at timestamptz,
            created_at timestamptz not null,
            ended_at timestamptz,
            primary key (tenant, id)
        )
        """
    )
    op.execute("create index hook_deliveries_newest on hook_deliveries (tenant, endpoint_id, created_at, id)")
    op.execute("create index hook_deliveries_oldest on hook_deliveries (tenant, created_at)")
    for table in ("hook_endpoints", "hook_deliveries"):
        migrations.protect("notifier", table)


def downgrade() -> None:
    op.drop_table("hook_deliveries")
    op.drop_table("hook_endpoints")

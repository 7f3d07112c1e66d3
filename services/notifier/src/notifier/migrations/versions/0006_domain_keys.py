"""Keys that sign mails, one per domain and selector."""

from alembic import op

from chassis import migrations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        """
        create table domain_keys (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            domain varchar not null,
            selector varchar not null,
            public varchar not null,
            sealed varchar not null,
            stage varchar not null,
            created_at timestamptz not null,
            active_at timestamptz,
            retired_at timestamptz,
            primary key (tenant, id),
            constraint domain_keys_selector unique (tenant, domain, selector)
        )
        """
    )
    op.execute("create unique index domain_keys_one on domain_keys (tenant, domain, stage) where stage <> 'retired'")
    migrations.protect("notifier", "domain_keys")


def downgrade() -> None:
    op.drop_table("domain_keys")

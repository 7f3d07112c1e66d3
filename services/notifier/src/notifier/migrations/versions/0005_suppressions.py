"""Addresses that mails no longer go to; by which address a reader of a letter was reached."""

from alembic import op

from chassis import migrations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute(
        """
        create table suppressions (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            trace varchar not null,
            account_id uuid,
            message_id uuid,
            strikes smallint not null,
            last_strike_at timestamptz,
            reason varchar,
            status varchar not null,
            since timestamptz,
            until timestamptz,
            restored_at timestamptz,
            restored_by uuid,
            primary key (tenant, id)
        )
        """
    )
    op.execute("create index suppressions_newest on suppressions (tenant, since, id) where until is not null")
    op.execute("create index suppressions_account on suppressions (tenant, account_id) where account_id is not null")
    migrations.protect("notifier", "suppressions")
    op.execute("alter table issue_recipients add column address_trace varchar")


def downgrade() -> None:
    op.execute("alter table issue_recipients drop column address_trace")
    op.drop_table("suppressions")

"""Accounts end when nobody uses them: each has a timer that looks at it."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # On a new database 0001 has made it already.
    op.execute("alter table accounts add column if not exists warned integer not null default 0")
    # Every tenant's rows at once, for this one statement.
    op.execute("alter table accounts no force row level security")
    op.execute(
        "insert into timers (id, tenant, kind, subject, due_at) "
        "select gen_random_uuid(), tenant, 'account_life', id, now() from accounts"
    )
    op.execute("alter table accounts force row level security")


def downgrade() -> None:
    op.execute("delete from timers where kind = 'account_life'")
    op.execute("alter table accounts drop column warned")

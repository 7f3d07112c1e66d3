"""Macros, and what left a ticket for one of its own."""

from alembic import op

from chassis import migrations

revision = "0010"
down_revision = "0009"

SERVICE = "ticketing"
MACROS = """
create table macros (
  tenant uuid not null default current_setting('app.tenant')::uuid,
  id uuid not null,
  version integer not null default 1,
  spec jsonb not null,
  position integer not null default 0,
  primary key (tenant, id)
)
"""
SPLITS = """
create table ticket_splits (
  tenant uuid not null default current_setting('app.tenant')::uuid,
  ticket_id uuid not null,
  message_id uuid not null,
  from_id uuid not null,
  agent uuid not null,
  at timestamptz not null,
  primary key (tenant, ticket_id, message_id),
  foreign key (tenant, ticket_id) references tickets (tenant, id)
)
"""


def upgrade() -> None:
    for table in (MACROS, SPLITS):
        op.execute(table)
    op.execute("create index ticket_splits_from on ticket_splits (tenant, from_id)")
    for name in ("macros", "ticket_splits"):
        migrations.protect(SERVICE, name)


def downgrade() -> None:
    for name in ("ticket_splits", "macros"):
        op.drop_table(name)

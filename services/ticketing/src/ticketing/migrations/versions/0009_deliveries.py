"""What became of the mails that told of messages."""

from alembic import op

from chassis import migrations

revision = "0009"
down_revision = "0008"

SERVICE = "ticketing"
MESSAGE_MAILS = """
create table message_mails (
  tenant uuid not null default current_setting('app.tenant')::uuid,
  event_id uuid not null,
  ticket_id uuid not null,
  message_id uuid not null,
  state varchar not null,
  reason varchar not null,
  at timestamptz not null,
  primary key (tenant, event_id),
  foreign key (tenant, ticket_id) references tickets (tenant, id)
)
"""


def upgrade() -> None:
    op.execute(MESSAGE_MAILS)
    op.execute("create index message_mails_ticket on message_mails (tenant, ticket_id)")
    migrations.protect(SERVICE, "message_mails")


def downgrade() -> None:
    op.drop_table("message_mails")

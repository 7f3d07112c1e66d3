"""What assistants propose, until their member has settled it."""

from alembic import op
from sqlalchemy import Column, DateTime, Index, Integer, MetaData, String, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from chassis.migrations import create
from chassis.schema import roles

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    app, relay = roles()
    create(app.removesuffix("_app"), [PROPOSALS])
    op.execute(f"grant select, delete, update (arguments) on proposals to {relay}")
    op.execute(f"create policy sweeping on proposals to {relay} using (true)")


def downgrade() -> None:
    op.drop_table("proposals")


PROPOSALS = Table(
    "proposals",
    MetaData(),
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("assistant_id", Uuid, nullable=False),
    Column("assistant_name", String, nullable=False),
    Column("tool", String, nullable=False),
    Column("arguments", JSONB),
    Column("subject", Uuid, nullable=False),
    Column("named", String, nullable=False),
    Column("version", Integer),
    Column("status", String, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Index("proposals_of", "tenant", "account_id", "proposed_at"),
)

"""Parts of what is held of a person, until they have fetched them."""

from alembic import op
from sqlalchemy import Column, DateTime, LargeBinary, MetaData, Table, Uuid

from chassis import tables
from chassis.migrations import create
from chassis.schema import roles

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    app, _ = roles()
    create(app.removesuffix("_app"), [PARTS])


def downgrade() -> None:
    op.drop_table("personal_data_parts")


PARTS = Table(
    "personal_data_parts",
    MetaData(),
    tables.tenant_column(),
    Column("export_id", Uuid, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

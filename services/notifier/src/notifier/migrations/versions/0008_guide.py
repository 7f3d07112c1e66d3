"""Pages of the guide that towns made their own."""

import sqlalchemy as sa
from alembic import op

from chassis import migrations, tables

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    guide_pages = sa.Table(
        "guide_pages",
        tables.metadata(),
        *tables.aggregate_columns(),
        sa.Column("slug", sa.String, nullable=False),
        sa.Column("title", sa.String),
        sa.Column("summary", sa.String),
        sa.Column("body", sa.String),
        sa.Column("edition", sa.String, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid),
        sa.UniqueConstraint("tenant", "slug", name="guide_pages_slug"),
    )
    migrations.create("notifier", [guide_pages])


def downgrade() -> None:
    op.drop_table("guide_pages")

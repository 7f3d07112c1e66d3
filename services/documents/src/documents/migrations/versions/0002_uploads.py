"""Uploads that are resumed, and what tells how much one person sent today."""

from chassis import migrations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""Attachments stand in the order in which they were handed over."""

from chassis import migrations

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

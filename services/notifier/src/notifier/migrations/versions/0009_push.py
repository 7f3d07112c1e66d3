"""Devices on which people want to be told, and what was sent to them."""

from chassis import migrations

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

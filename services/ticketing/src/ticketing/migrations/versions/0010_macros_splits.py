"""Macros, and what left a ticket for one of its own."""

from chassis import migrations

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

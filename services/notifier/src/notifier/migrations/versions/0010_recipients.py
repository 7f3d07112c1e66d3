"""Whom messages were for is found by whom."""

from chassis import migrations

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

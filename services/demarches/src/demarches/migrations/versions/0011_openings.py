"""Openings counted by agent and hour (RELIABILITY B11)."""

from chassis import migrations

revision = "0011_openings"
down_revision = "0010_agreements"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

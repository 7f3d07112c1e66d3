"""Exports of everything held on a person, and erasures with their certificate."""

from chassis import migrations

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

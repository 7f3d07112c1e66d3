"""Drafts given up, satisfaction, published figures."""

from chassis import migrations

revision = "0006_measures"
down_revision = "0005_stages"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

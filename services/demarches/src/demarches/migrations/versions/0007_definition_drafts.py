"""Definitions under work."""

from chassis import migrations

revision = "0007_definition_drafts"
down_revision = "0006_measures"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

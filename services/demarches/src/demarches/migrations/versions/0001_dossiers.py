"""Definitions, dossiers, pieces, exchanges."""

from chassis import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

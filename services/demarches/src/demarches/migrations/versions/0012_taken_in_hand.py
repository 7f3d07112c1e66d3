"""Démarches that agents took in hand."""

from chassis import migrations

revision = "0012_taken_in_hand"
down_revision = "0011_openings"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

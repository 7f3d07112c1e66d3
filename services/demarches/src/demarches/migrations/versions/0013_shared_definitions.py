"""Démarches that the operator offers to every organisation, and what organisations took of them."""

from chassis import migrations

revision = "0013_shared_definitions"
down_revision = "0012_taken_in_hand"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

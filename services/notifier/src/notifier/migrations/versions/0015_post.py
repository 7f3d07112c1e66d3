"""Letters on paper, their batches, and whether a town offers them."""

from chassis import migrations

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

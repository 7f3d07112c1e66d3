"""SMS, and the numbers that want none."""

from chassis import migrations

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

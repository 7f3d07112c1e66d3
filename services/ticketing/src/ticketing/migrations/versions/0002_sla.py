"""Business calendars, SLA policies, and the clocks of each ticket."""

from chassis import migrations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

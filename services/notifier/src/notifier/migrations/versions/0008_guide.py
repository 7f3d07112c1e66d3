"""Pages of the guide that towns made their own."""

from chassis import migrations

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""Files, safes, bundles, and the queues of checks and deletions."""

from chassis import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

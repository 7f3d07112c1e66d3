"""Letters held back while the organisation's access was suspended."""

from chassis import migrations

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

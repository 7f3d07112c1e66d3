"""What silence decided is written down."""

from chassis import migrations

revision = "0009_silences"
down_revision = "0008_kinds"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

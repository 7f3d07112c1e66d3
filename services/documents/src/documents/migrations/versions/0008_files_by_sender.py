"""What one person sent today is counted without reading what the others sent."""

from chassis import migrations

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

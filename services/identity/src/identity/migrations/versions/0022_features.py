"""What the operator opens and closes without a deploy: every change, the last one of each name holds."""

from chassis import migrations

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

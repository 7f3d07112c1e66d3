"""Who must be reached otherwise: whether somebody did."""

from chassis import migrations

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

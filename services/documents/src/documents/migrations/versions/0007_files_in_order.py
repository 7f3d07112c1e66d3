"""The files of a piece stand in the order that their owner gave them."""

from chassis import migrations

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""The files of a piece stand in the order in which they were handed over."""

from chassis import migrations

revision = "0018_files_in_order"
down_revision = "0017_order_received"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

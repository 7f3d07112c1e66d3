"""The queue in the order in which dossiers came: followed, not sorted."""

from chassis import migrations

revision = "0017_order_received"
down_revision = "0016_draft_versions"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

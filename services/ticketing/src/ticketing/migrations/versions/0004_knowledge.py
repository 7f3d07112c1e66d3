"""The knowledge base."""

from chassis import migrations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

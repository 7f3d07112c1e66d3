"""News, practical information, their pictures and readings, exceptions to the opening hours."""

from chassis import migrations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""A démarche's own stages."""

from chassis import migrations

revision = "0005_stages"
down_revision = "0004_decisions"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

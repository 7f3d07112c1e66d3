"""Documents of decisions."""

from chassis import migrations

revision = "0004_decisions"
down_revision = "0003_places"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

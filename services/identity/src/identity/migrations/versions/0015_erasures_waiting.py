"""What the operator sees of erasures that a service has not answered: of every organisation, and of nobody."""

from chassis import migrations

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

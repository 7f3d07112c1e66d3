"""Keys for programs, an organisation's own templates, what programs asked to have sent."""

from chassis import migrations

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""Keys for programs, an organisation's own templates, what programs asked to have sent."""

from chassis import migrations

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

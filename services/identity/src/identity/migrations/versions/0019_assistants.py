"""Members' AI assistants, and whether an organisation allows them."""

from chassis import migrations

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

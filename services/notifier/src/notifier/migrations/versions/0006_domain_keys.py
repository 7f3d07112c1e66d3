"""Keys that sign mails, one per domain and selector."""

from chassis import migrations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

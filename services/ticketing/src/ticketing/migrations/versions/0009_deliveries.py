"""What became of the mails that told of messages."""

from chassis import migrations

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""Files joined to tickets, what documents said of them, and the ids that files are sent for before there is a ticket."""

from chassis import migrations

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

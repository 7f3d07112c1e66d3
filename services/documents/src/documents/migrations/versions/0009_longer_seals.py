"""What lies in the store is sealed with SHA-256: twice as long as what it was."""

from chassis import migrations

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

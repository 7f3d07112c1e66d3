"""Who else of an organisation sees a ticket: the department that it was asked from, and colleagues by name."""

from chassis import migrations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

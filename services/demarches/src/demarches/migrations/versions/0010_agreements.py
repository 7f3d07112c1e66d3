"""What applicants agree to; codes that attach to a space what was sent without one."""

from chassis import migrations

revision = "0010_agreements"
down_revision = "0009_silences"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

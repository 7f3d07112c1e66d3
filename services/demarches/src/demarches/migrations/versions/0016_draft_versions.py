"""What a definition under work was before each change, to be taken back."""

from chassis import migrations

revision = "0016_draft_versions"
down_revision = "0015_sharing_ends"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

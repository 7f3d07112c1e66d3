"""How to reach a place is told in English too."""

from chassis import migrations

revision = "0020_access_in_english"
down_revision = "0019_files_erased"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

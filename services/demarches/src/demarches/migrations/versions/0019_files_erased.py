"""Files that documents erased at the end of their term are told, and no longer offered."""

from chassis import migrations

revision = "0019_files_erased"
down_revision = "0018_files_in_order"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

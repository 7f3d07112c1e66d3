"""Small pictures of files, sealed with each file's own key."""

from chassis import migrations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""The catalogue carries activities, surveys and pages beside démarches."""

from chassis import migrations

revision = "0008_kinds"
down_revision = "0007_definition_drafts"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""What the knowledge base published, for the next letter to announce."""

from chassis import migrations

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""All the words of a ticket in one row: a word that a million messages hold is looked for among the tickets, not among them."""

from chassis import migrations

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

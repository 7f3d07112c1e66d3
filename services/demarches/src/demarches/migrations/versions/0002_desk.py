"""The desk: agents and their departments, absences, rules, kept views, words to search by, opinions."""

from chassis import migrations

revision = "0002_desk"
down_revision = "0001"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

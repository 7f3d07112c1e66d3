"""Addresses that mails no longer go to; by which address a reader of a letter was reached."""

from chassis import migrations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

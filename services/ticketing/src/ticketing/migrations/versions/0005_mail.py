"""Requests without an account; mails that come in; on a message, where it came from and what it quotes."""

from chassis import migrations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""Households, and the activation keys that fill them."""

from chassis import migrations

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

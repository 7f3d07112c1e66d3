"""Households, and the activation keys that fill them."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    migrations.create("identity", [tables.household_members, tables.activation_keys])


def downgrade() -> None:
    op.drop_table("activation_keys")
    op.drop_table("household_members")

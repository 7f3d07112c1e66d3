"""Identities of the State, linked to accounts."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    migrations.create("identity", [tables.federated_identities])


def downgrade() -> None:
    op.drop_table("federated_identities")

"""Access requests, and the directory of communes and groupings that fills them."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0002"
down_revision = "0001"

COLUMNS = ("insee_code", "siren", "postal_code", "customer_number", "official_email")


def upgrade() -> None:
    # 0001 creates the table as it is declared at the time it runs: on a new database these are there already.
    for column in COLUMNS:
        op.execute(f"alter table organisations add column if not exists {column} varchar not null default ''")
    op.execute("alter table organisations add column if not exists access_key varchar")
    op.execute("create unique index if not exists organisations_access_key on organisations (access_key)")
    migrations.create_plain(tables.places)
    op.execute("create index places_search on places (search text_pattern_ops)")
    op.execute("create index places_postal_codes on places using gin (postal_codes)")
    migrations.create_plain(tables.place_editions)
    op.execute("grant select, insert, delete on places, place_editions to identity_app")
    migrations.create("identity", [tables.access_requests])


def downgrade() -> None:
    op.drop_table("access_requests")
    op.drop_table("place_editions")
    op.drop_table("places")
    op.execute("drop index organisations_access_key")
    for column in (*COLUMNS, "access_key"):
        op.execute(f"alter table organisations drop column {column}")

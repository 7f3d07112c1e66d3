"""Places of every kind are counted in one table: quotas move there; calendars, bookings and waiting lists come."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0003_places"
down_revision = "0002_desk"

SERVICE = "demarches"


def upgrade() -> None:
    migrations.create(SERVICE, tables.BOOKED)
    _for_all_tenants(
        "insert into allotments (tenant, subject, starts_at, places, used) "
        "select tenant, demarche_id, 'epoch', places, used from quotas"
    )
    op.drop_table("quotas")


def downgrade() -> None:
    migrations.create(SERVICE, [tables.quotas])
    _for_all_tenants(
        "insert into quotas (tenant, demarche_id, places, used) "
        "select tenant, subject, places, used from allotments where starts_at = 'epoch'"
    )
    for table in reversed(tables.BOOKED):
        op.drop_table(table.name)


def _for_all_tenants(statement: str) -> None:
    """The owner is confined like everybody: that is lifted inside this transaction."""
    for table in ("allotments", "quotas"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(statement)
    for table in ("allotments", "quotas"):
        op.execute(f"alter table {table} force row level security")

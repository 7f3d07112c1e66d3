"""Places of every kind are counted in one table: quotas move there; calendars, bookings and waiting lists come."""

from chassis import migrations

revision = "0003_places"
down_revision = "0002_desk"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

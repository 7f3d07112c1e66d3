"""Notifications, the queue of their deliveries, the organisations' own templates."""

from alembic import op

from chassis import migrations
from notifier.storage.tables import deliveries, notifications, template_overrides

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.create_chassis_tables("notifier")
    migrations.create("notifier", [notifications, template_overrides])
    migrations.create_plain(deliveries)
    op.execute("grant select, insert, update, delete on deliveries to notifier_app")


def downgrade() -> None:
    for table in ("deliveries", "template_overrides", "notifications"):
        op.drop_table(table)
    migrations.drop_chassis_tables()

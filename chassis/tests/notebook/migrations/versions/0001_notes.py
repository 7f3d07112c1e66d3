"""Notes."""

from notebook.main import notes

from chassis import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.create_chassis_tables("identity")
    migrations.create("identity", [notes])


def downgrade() -> None:
    from alembic import op

    op.drop_table("notes")
    migrations.drop_chassis_tables()

"""How long files of dossiers and tickets are kept, what is held back, and the nightly count of objects."""

from chassis import migrations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

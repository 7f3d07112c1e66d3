"""One file of a personal space serves several dossiers. Going back fails while one does: nothing is thrown away for it."""

from chassis import migrations

revision = "0014_one_file_several_dossiers"
down_revision = "0013_shared_definitions"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

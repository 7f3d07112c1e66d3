"""What is offered may be withdrawn from the shared catalogue; whoever offers knows which organisations to tell."""

from chassis import migrations

revision = "0015_sharing_ends"
down_revision = "0014_one_file_several_dossiers"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

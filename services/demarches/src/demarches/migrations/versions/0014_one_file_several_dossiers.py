"""One file of a personal space serves several dossiers. Going back fails while one does: nothing is thrown away for it."""

from pathlib import Path

from chassis import migrations

revision = "0014_one_file_several_dossiers"
# 0013 is written at the same time by somebody else: this one comes after it, whichever of the two is merged first.
_BEFORE = Path(__file__).with_name("0013_shared_definitions.py")
down_revision = _BEFORE.stem if _BEFORE.exists() else "0012_taken_in_hand"


def upgrade() -> None:
    migrations.run(__file__, "upgrade")


def downgrade() -> None:
    migrations.run(__file__, "downgrade")

"""What is measured, kept."""

from datetime import date

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.forms import flat
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.storage.tables import abandonments

NOWHERE = ""


async def count_abandoned(connection: AsyncConnection, dossier: Dossier, definition: Definition, today: date) -> None:
    """Where its author stopped: the last step in which anything was answered."""
    row = insert(abandonments).values(
        demarche_id=dossier.demarche_id, step=last_step(dossier, definition), month=today.replace(day=1), drafts=1
    )
    counted = row.on_conflict_do_update(
        index_elements=["tenant", "demarche_id", "step", "month"], set_={"drafts": abandonments.c.drafts + 1}
    )
    await connection.execute(counted)


def last_step(dossier: Dossier, definition: Definition) -> str:
    reached = NOWHERE
    for step in definition.form.steps:
        if any(dossier.answers.get(item.id) not in (None, "", [], {}) for item in flat(step)):
            reached = step.id
    return reached

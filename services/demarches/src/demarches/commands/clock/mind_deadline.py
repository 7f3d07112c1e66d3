from uuid import UUID

from msgspec import Struct

from demarches.commands.agreements.profile_update import agree_on_acceptance
from demarches.domain.clock import ClockStatus, day_of
from demarches.domain.rules import Silence
from demarches.domain.silence import WARN_BEFORE, approaching, fallen
from demarches.storage.clocks import clock_of
from demarches.storage.silences import keep_silence
from demarches.storage.unit_of_work import DemarchesWork


class MindDeadline(Struct, frozen=True):
    dossier_id: UUID


async def mind_deadline(command: MindDeadline, uow: DemarchesWork) -> None:
    """Warn before a legal date; on the day after, write down what silence decided.

    The clock is worked out again from its facts: a timer that a piece or a decision made idle finds nothing to do.
    """
    dossier = await uow.dossiers.get(command.dossier_id)
    if dossier.submitted_at is None:
        return
    definition, today = await uow.definition_of(dossier), day_of(uow.now)
    clock = await clock_of(uow.connection, dossier, definition, today=today)
    if clock.due_on is None or clock.effect_on is None:
        return
    if clock.status is ClockStatus.ELAPSED:
        once = await keep_silence(uow.connection, dossier.id, definition.clock, clock, at=uow.now)
        if once:
            uow.record(fallen(dossier, clock), concerns=dossier.account)
            if clock.silence is Silence.ACCEPTANCE:
                agree_on_acceptance(dossier, definition, uow)
    elif clock.status is ClockStatus.RUNNING and clock.due_on - today <= WARN_BEFORE:
        uow.record(approaching(dossier, clock), concerns=dossier.account)

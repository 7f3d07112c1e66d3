"""What happens when its time has come."""

from uuid import UUID

from msgspec import Struct

from chassis.subscriptions import Timer
from demarches.commands.appointments.end_with_refusal import DECISION_DEEMED, EndWithRefusal, end_with_refusal
from demarches.commands.appointments.expire_hold import ExpireHold, expire_hold
from demarches.commands.appointments.remind_booking import RemindBooking, remind_booking
from demarches.commands.appointments.taking import EXPIRE_HOLD, REMIND
from demarches.commands.catalogue.pass_place_on import PassPlaceOn, pass_place_on
from demarches.commands.catalogue.places import NEXT_IN_LINE
from demarches.commands.clock.mind_deadline import MindDeadline, mind_deadline
from demarches.commands.drafts.forget_draft import FORGET_DRAFT, ForgetDraft, forget_draft
from demarches.commands.drafts.remind_draft import REMIND_DRAFT, RemindDraft, remind_draft
from demarches.commands.workflow.move_dossier import STAGE_DUE, move_when_due
from demarches.storage.unit_of_work import DemarchesWork


class StageDue(Struct, frozen=True):
    change_id: UUID


async def stage_due(command: StageDue, uow: DemarchesWork) -> None:
    await move_when_due(command.change_id, uow)


from demarches.domain.silence import MIND_DEADLINE

TIMERS = (
    Timer(STAGE_DUE, StageDue, stage_due),
    Timer(MIND_DEADLINE, MindDeadline, mind_deadline),
    Timer(FORGET_DRAFT, ForgetDraft, forget_draft),
    Timer(REMIND_DRAFT, RemindDraft, remind_draft),
    Timer(EXPIRE_HOLD, ExpireHold, expire_hold),
    Timer(NEXT_IN_LINE, PassPlaceOn, pass_place_on),
    Timer(DECISION_DEEMED, EndWithRefusal, end_with_refusal),
    Timer(REMIND, RemindBooking, remind_booking),
)

"""What happens when its time has come."""

from chassis.subscriptions import Timer
from demarches.commands.appointments.expire_hold import ExpireHold, expire_hold
from demarches.commands.appointments.remind_booking import RemindBooking, remind_booking
from demarches.commands.appointments.taking import EXPIRE_HOLD, REMIND
from demarches.commands.drafts.forget_draft import FORGET_DRAFT, ForgetDraft, forget_draft

TIMERS = (
    Timer(FORGET_DRAFT, ForgetDraft, forget_draft),
    Timer(EXPIRE_HOLD, ExpireHold, expire_hold),
    Timer(REMIND, RemindBooking, remind_booking),
)

"""What happens when its time has come."""

from chassis.subscriptions import Timer
from demarches.commands.drafts.forget_draft import FORGET_DRAFT, ForgetDraft, forget_draft

TIMERS = (Timer(FORGET_DRAFT, ForgetDraft, forget_draft),)

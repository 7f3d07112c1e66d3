"""What runs when its time has come."""

from typing import Any

from chassis.commands import Commands
from chassis.subscriptions import Timer
from identity.commands.ask_recovery import TIMERS as RECOVERY
from identity.commands.end_mandate import ExpireMandate, expire_mandate
from identity.commands.erase_account import (
    FORGET_ADDRESS,
    LOOK_AT_ERASURE,
    ForgetAddress,
    LookAtErasure,
    forget_address,
    look_at_erasure,
)
from identity.commands.export_data import FORGET_EXPORT, ForgetExport, forget_export
from identity.commands.found_organisation import founding
from identity.commands.look_at_account_life import LookAtAccountLife, look_at_account_life
from identity.commands.print_letters import SendLetter, send_letter
from identity.storage.work import IdentityWork

LIVES = (
    Timer("expire_mandate", ExpireMandate, expire_mandate),
    Timer("account_life", LookAtAccountLife, look_at_account_life),
    Timer(FORGET_ADDRESS, ForgetAddress, forget_address),
    Timer(LOOK_AT_ERASURE, LookAtErasure, look_at_erasure),
    Timer(FORGET_EXPORT, ForgetExport, forget_export),
    Timer("letter_sent", SendLetter, send_letter),
)


def timers(commands: Commands[IdentityWork]) -> tuple[Timer[Any], ...]:
    return (*RECOVERY, founding(commands), *LIVES)

"""What runs when its time has come."""

from typing import Any

from chassis.commands import Commands
from chassis.subscriptions import Timer
from identity.commands.ask_recovery import TIMERS as RECOVERY
from identity.commands.found_organisation import founding
from identity.storage.work import IdentityWork


def timers(commands: Commands[IdentityWork]) -> tuple[Timer[Any], ...]:
    return (*RECOVERY, founding(commands))

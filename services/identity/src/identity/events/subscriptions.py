"""Events of other services, each to the command that it means here."""

from typing import Any

from chassis.subscriptions import Subscription
from contracts.demarches import ProfileUpdateAgreed
from identity.commands.keep_profile_changes import AskDemarches, KeepProfileChanges, ProfileKeeper
from identity.events.personal_data import SUBSCRIPTIONS as PERSONAL_DATA


def update_agreed(event: ProfileUpdateAgreed) -> KeepProfileChanges:
    return KeepProfileChanges(event.dossier_id)


def subscriptions(ask: AskDemarches) -> tuple[Subscription[Any, Any], ...]:
    return (
        *PERSONAL_DATA,
        Subscription(ProfileUpdateAgreed, update_agreed, ProfileKeeper(ask)),
    )

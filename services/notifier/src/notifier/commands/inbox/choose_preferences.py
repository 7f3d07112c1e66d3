"""A person says how they want to be told."""

import msgspec

from chassis.policies import must_be_signed_in
from notifier.domain.inbox.preferences import Chosen, Preferences
from notifier.storage.work import NotifierWork


class ChoosePreferences(msgspec.Struct, frozen=True):
    chosen: Chosen


async def choose_preferences(command: ChoosePreferences, uow: NotifierWork) -> Preferences:
    account = must_be_signed_in(uow.actor)
    preferences = await uow.preferences.of(account)
    preferences.choose(command.chosen)
    uow.note("preferences.chosen", account, concerns=account)
    return preferences

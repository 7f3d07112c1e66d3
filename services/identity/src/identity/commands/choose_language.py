"""The language in which a person is written to: mails, notifications, messages to a telephone (ID-20)."""

from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from identity.domain.accounts import Account
from identity.storage.work import IdentityWork

LANGUAGES = ("fr", "en")


class ChooseLanguage(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    language: str


async def choose_language(command: ChooseLanguage, uow: IdentityWork) -> Account:
    account = await uow.accounts.get(command.account_id)
    if command.language not in LANGUAGES:
        raise Invalid(faults=[Fault("/language", "Choisissez une des langues proposées.", "unknown")])
    account.locale = command.language
    uow.note("identity.profile.changed", account.id, concerns=account.id)
    return account

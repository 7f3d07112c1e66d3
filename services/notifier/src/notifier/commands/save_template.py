"""An organisation writes a message in its own words."""

import msgspec

from chassis.ids import new_id
from chassis.policies import must_match
from chassis.refusals import Fault, Invalid
from contracts.messages import BY_KEY
from notifier.domain.languages import LOCALES
from notifier.domain.override import Override, Wording
from notifier.domain.refusals import TemplateNotFound
from notifier.mails.wordings import faults_of
from notifier.storage.work import NotifierWork


class SaveTemplate(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    locale: str
    wording: Wording
    version: int | None = None


async def save_template(command: SaveTemplate, uow: NotifierWork) -> Override:
    must_be_sendable(command.key, command.locale, command.wording)
    override = await uow.overrides.of(command.key, command.locale)
    must_match(override.version if override else 0, command.version)
    if override is None:
        override = Override(
            id=new_id(),
            key=command.key,
            locale=command.locale,
            wording=command.wording,
            changed_at=uow.now,
            changed_by=uow.actor.account,
        )
        override = uow.overrides.add(override)
    else:
        override.reword(command.wording, by=uow.actor.account, at=uow.now)
    uow.note("template.saved", override.id)
    return override


def must_be_sendable(key: str, locale: str, wording: Wording) -> None:
    """Every placeholder is one of the message's, and what must be said is said."""
    if key not in BY_KEY or locale not in LOCALES:
        raise TemplateNotFound
    wrong = [Fault(f"/{fault.field}", fault.sentence, fault.code) for fault in faults_of(wording, BY_KEY[key])]
    if wrong:
        raise Invalid(faults=wrong)

"""An organisation goes back to our words."""

import msgspec

from notifier.domain.refusals import TemplateNotFound
from notifier.storage.work import NotifierWork


class WithdrawTemplate(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    locale: str


async def withdraw_template(command: WithdrawTemplate, uow: NotifierWork) -> None:
    override = await uow.overrides.of(command.key, command.locale)
    if override is None:
        raise TemplateNotFound
    await uow.overrides.withdraw(override)
    uow.note("template.withdrawn", override.id)

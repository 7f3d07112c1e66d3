"""An organisation's own templates: written, rewritten, removed."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.policies import must_match
from notifier.domain.programs.own_template import OwnTemplate, TemplateWanted
from notifier.domain.programs.refusals import TemplateNameTaken, TooManyOwnTemplates
from notifier.mails.own import must_be_sendable
from notifier.storage.work import NotifierWork

MOST = 100


class WriteOwnTemplate(msgspec.Struct, frozen=True, kw_only=True):
    wanted: TemplateWanted


class RewriteOwnTemplate(msgspec.Struct, frozen=True, kw_only=True):
    template_id: UUID
    wanted: TemplateWanted
    version: int | None = None


class OfOwnTemplate(msgspec.Struct, frozen=True):
    template_id: UUID


async def write_own_template(command: WriteOwnTemplate, uow: NotifierWork) -> OwnTemplate:
    must_be_sendable(command.wanted)
    await _must_be_free(command.wanted.key, None, uow)
    if await uow.own_templates.count() >= MOST:
        raise TooManyOwnTemplates
    template = OwnTemplate(id=new_id(), wanted=command.wanted, changed_at=uow.now, changed_by=uow.actor.account)
    uow.note("own_template.written", template.id)
    return uow.own_templates.add(template)


async def rewrite_own_template(command: RewriteOwnTemplate, uow: NotifierWork) -> OwnTemplate:
    """Messages that were asked for before say the words of before."""
    template = await uow.own_templates.get(command.template_id)
    must_match(template.version, command.version)
    must_be_sendable(command.wanted)
    await _must_be_free(command.wanted.key, template.id, uow)
    template.rewrite(command.wanted, by=uow.actor.account, at=uow.now)
    uow.note("own_template.rewritten", template.id)
    return template


async def remove_own_template(command: OfOwnTemplate, uow: NotifierWork) -> None:
    template = await uow.own_templates.get(command.template_id)
    await uow.own_templates.remove(template)
    uow.note("own_template.removed", template.id)


async def _must_be_free(key: str, owner: UUID | None, uow: NotifierWork) -> None:
    taken = await uow.own_templates.named(key)
    if taken is not None and taken.id != owner:
        raise TemplateNameTaken

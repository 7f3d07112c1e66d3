"""A town takes a page of the guide away from its portal, or puts it back."""

import msgspec

from notifier.commands.publishing.guiding import begun, must_be_in_guide
from notifier.domain.publishing.guide_page import GuidePage
from notifier.storage.work import NotifierWork


class HideGuidePage(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    hidden: bool


async def hide_guide_page(command: HideGuidePage, uow: NotifierWork) -> GuidePage:
    _ = must_be_in_guide(command.slug)
    page = await uow.guide.of(command.slug) or begun(uow, command.slug)
    uow.record(page.hide(command.hidden, by=uow.actor.account, at=uow.now))
    uow.note("guide.hidden" if command.hidden else "guide.shown", page.id)
    return page

"""A town goes back to the template's words."""

import msgspec

from notifier.domain.publishing.refusals import GuidePageNotFound
from notifier.storage.work import NotifierWork


class RestoreGuidePage(msgspec.Struct, frozen=True, kw_only=True):
    slug: str


async def restore_guide_page(command: RestoreGuidePage, uow: NotifierWork) -> None:
    page = await uow.guide.of(command.slug)
    if page is None:
        raise GuidePageNotFound
    await uow.guide.give_up(page)
    uow.record(page.changed())
    uow.note("guide.restored", page.id)

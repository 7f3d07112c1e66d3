"""A town writes a page of the guide in its own words."""

import msgspec

from chassis.policies import must_match
from notifier.commands.publishing.guiding import begun, must_be_in_guide
from notifier.domain.publishing.guide_page import GuidePage, GuideWords, must_be_whole
from notifier.storage.work import NotifierWork


class WriteGuidePage(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    words: GuideWords
    version: int | None = None


async def write_guide_page(command: WriteGuidePage, uow: NotifierWork) -> GuidePage:
    """Written over the template's edition of today: a later one is told beside the town's words."""
    edition = must_be_in_guide(command.slug).edition
    words = must_be_whole(command.words)
    page = await uow.guide.of(command.slug)
    must_match(page.version if page else 0, command.version)
    page = page or begun(uow, command.slug)
    uow.record(page.write(words, edition=edition, by=uow.actor.account, at=uow.now))
    uow.note("guide.written", page.id)
    return page

"""What the commands of the guide share."""

from chassis.ids import new_id
from notifier.domain.publishing.guide_page import GuidePage
from notifier.domain.publishing.refusals import GuidePageNotFound
from notifier.guide.template import TemplatePage, template
from notifier.storage.work import NotifierWork


def must_be_in_guide(slug: str) -> TemplatePage:
    page = template().pages.get(slug)
    if page is None:
        raise GuidePageNotFound
    return page


def begun(uow: NotifierWork, slug: str) -> GuidePage:
    """The town's own page, still in the template's words."""
    page = GuidePage(
        id=new_id(),
        slug=slug,
        words=None,
        edition=must_be_in_guide(slug).edition,
        hidden=False,
        written_at=uow.now,
        written_by=uow.actor.account,
    )
    return uow.guide.add(page)

from uuid import UUID

from msgspec import Struct

from chassis.policies import must_be_signed_in
from ticketing.domain.knowledge import Article
from ticketing.domain.policies import must_edit_articles
from ticketing.storage import knowledge
from ticketing.storage.unit_of_work import TicketingWork


class PublishArticle(Struct, frozen=True):
    article_id: UUID


async def publish_article(command: PublishArticle, uow: TicketingWork) -> Article:
    """Readers see it from now on, as it is; what it says is kept as a version."""
    must_edit_articles(uow.actor)
    article = await uow.articles.get(command.article_id)
    uow.record(article.publish(has_file=await knowledge.has_file(uow.connection, article.id), at=uow.now))
    await knowledge.index_words(uow, article)
    author = article.id if uow.actor.service else must_be_signed_in(uow.actor)
    await knowledge.keep_version(uow, article, author)
    return article

from uuid import UUID

from msgspec import Struct

from ticketing.domain.knowledge import Article
from ticketing.domain.policies import must_edit_articles
from ticketing.storage.unit_of_work import TicketingWork


class WithdrawArticle(Struct, frozen=True):
    article_id: UUID


async def withdraw_article(command: WithdrawArticle, uow: TicketingWork) -> Article:
    """Nobody reads it any more; it can be published again."""
    must_edit_articles(uow.actor)
    article = await uow.articles.get(command.article_id)
    article.withdraw(at=uow.now)
    uow.note("ticketing.article.withdrawn", article.id)
    return article

from uuid import UUID

from msgspec import Struct

from ticketing.domain.refusals import ArticleNotFound
from ticketing.storage import knowledge
from ticketing.storage.unit_of_work import TicketingWork


class VoteOnArticle(Struct, frozen=True):
    """`instead_of_asking`: it answered the question, and no ticket was needed."""

    article_id: UUID
    helped: bool
    instead_of_asking: bool = False


async def vote_on_article(command: VoteOnArticle, uow: TicketingWork) -> None:
    """« Cette page m'a aidé. » One opinion per reader, account or not; the last one counts."""
    article = await uow.articles.readable(command.article_id)
    if article is None or uow.actor.subject is None:
        raise ArticleNotFound
    await knowledge.keep_vote(
        uow, article.id, uow.actor.subject, helped=command.helped, instead=command.instead_of_asking
    )

from uuid import UUID

from msgspec import Struct

from ticketing.domain.knowledge import Article, ArticleKind, Audience, must_be_an_article
from ticketing.domain.policies import must_edit_articles
from ticketing.storage import knowledge
from ticketing.storage.unit_of_work import TicketingWork


class KeepArticle(Struct, frozen=True, kw_only=True):
    """`seen` is the version that the author had read."""

    article_id: UUID
    slug: str
    kind: ArticleKind
    title: str
    body: str
    rubric_id: UUID | None = None
    product_id: UUID | None = None
    summary: str = ""
    theme: str = ""
    application: str = ""
    prerequisites: str = ""
    release_number: str = ""
    audience: Audience = Audience.EVERYBODY
    seen: int | None = None


async def keep_article(command: KeepArticle, uow: TicketingWork) -> Article:
    """New, or changed. Readers see its words from its publication on."""
    must_edit_articles(uow.actor)
    c = command
    article = await uow.articles.find_or_none(c.article_id)
    if article is None:
        slug = await knowledge.free_slug(uow.connection, c.slug or c.title)
        article = Article(id=c.article_id, slug=slug, kind=c.kind, title=c.title, body=c.body, changed_at=uow.now)
        _ = uow.articles.add(article)
    else:
        knowledge.must_be_current(article, c.seen)
    article.title, article.body, article.summary = c.title.strip(), c.body.replace("\r\n", "\n"), c.summary.strip()
    article.kind, article.rubric_id, article.product_id = c.kind, c.rubric_id, c.product_id
    article.theme, article.application = c.theme.strip(), c.application.strip()
    article.prerequisites, article.release_number = c.prerequisites.strip(), c.release_number.strip()
    article.audience, article.changed_at = c.audience, uow.now
    must_be_an_article(article)
    await knowledge.must_be_on_a_shelf(uow.connection, article)
    uow.note("ticketing.article.kept", article.id)
    return article

"""The knowledge base: ranges of products, rubrics, articles, releases."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.clock import PARIS
from chassis.figures import grouped
from chassis.refusals import Fault
from contracts.forms.words import Words
from contracts.ticketing import ArticlePublished, ReleasePublished
from ticketing.domain.refusals import ArticleInvalid, ArticleNotPublished, ReleaseIncomplete

LONGEST_TITLE = 150
LONGEST_SUMMARY = 300
LONGEST_BODY = 100_000


@dataclass(frozen=True, slots=True)
class Range:
    """A range of products (« gamme »)."""

    id: UUID
    slug: str
    name: Words
    position: int = 0


@dataclass(frozen=True, slots=True)
class Season:
    """Both days belong to it, from midnight to midnight in Paris. `every_year`: only day and month count, and a season
    may go over the year's end."""

    first: date | None = None
    last: date | None = None
    every_year: bool = False

    def holds(self, moment: datetime) -> bool:
        day = moment.astimezone(PARIS).date()
        if not self.every_year or self.first is None or self.last is None:
            return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        first, last, now = ((one.month, one.day) for one in (self.first, self.last, day))
        return first <= now <= last if first <= last else now >= first or now <= last


@dataclass(frozen=True, slots=True)
class Rubric:
    id: UUID
    range_id: UUID
    slug: str
    name: Words
    season: Season = Season()
    position: int = 0


class ArticleKind(StrEnum):
    DOCUMENT = "document"
    NOTICE = "notice"
    QUESTION = "question"
    RELEASE = "release"


class Audience(StrEnum):
    EVERYBODY = "everybody"
    MEMBERS = "members"
    OWNERS = "owners"
    """Organisations that have the product."""


class ArticleStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass
class Article:
    """`number` counts its published versions. `theme` groups questions, `application` documents. A release's file and
    its SHA-256 are kept beside it; whoever may read it may not always download it."""

    id: UUID
    slug: str
    kind: ArticleKind
    title: str
    body: str
    changed_at: datetime
    rubric_id: UUID | None = None
    product_id: UUID | None = None
    summary: str = ""
    theme: str = ""
    application: str = ""
    prerequisites: str = ""
    release_number: str = ""
    audience: Audience = Audience.EVERYBODY
    status: ArticleStatus = ArticleStatus.DRAFT
    number: int = 0
    published_at: datetime | None = None
    version: int = 0

    def publish(self, *, has_file: bool, at: datetime) -> ArticlePublished | ReleasePublished:
        """Again and again: each time is a version. The date of publication is the first one's."""
        if self.kind is ArticleKind.RELEASE and not has_file:
            raise ReleaseIncomplete
        self.status, self.number, self.changed_at = ArticleStatus.PUBLISHED, self.number + 1, at
        self.published_at = self.published_at or at
        if self.kind is ArticleKind.RELEASE:
            return ReleasePublished(article_id=self.id, number=self.number)
        return ArticlePublished(article_id=self.id, number=self.number)

    def withdraw(self, *, at: datetime) -> None:
        if self.status is not ArticleStatus.PUBLISHED:
            raise ArticleNotPublished
        self.status, self.changed_at = ArticleStatus.WITHDRAWN, at


def must_be_an_article(article: Article) -> None:
    faults: list[Fault] = []
    if not article.title.strip() or len(article.title) > LONGEST_TITLE or not article.title.isprintable():
        faults.append(Fault("/title", f"Donnez un titre de {LONGEST_TITLE} caractères au plus.", "missing"))
    if len(article.summary) > LONGEST_SUMMARY:
        faults.append(Fault("/summary", f"Raccourcissez le résumé : {LONGEST_SUMMARY} caractères au plus.", "too_long"))
    if not article.body.strip() or len(article.body) > LONGEST_BODY or "\x00" in article.body:
        faults.append(Fault("/body", f"Écrivez un texte de {grouped(LONGEST_BODY)} caractères au plus.", "missing"))
    if article.kind is ArticleKind.QUESTION and not article.theme.strip():
        faults.append(Fault("/theme", "Indiquez le thème de la question.", "missing"))
    if article.kind is ArticleKind.RELEASE and article.product_id is None:
        faults.append(Fault("/product", "Choisissez le produit que cette version met à jour.", "missing"))
    if article.audience is Audience.OWNERS and article.product_id is None:
        faults.append(Fault("/product", "Choisissez le produit dont les détenteurs peuvent lire ceci.", "missing"))
    if faults:
        raise ArticleInvalid(faults=faults)

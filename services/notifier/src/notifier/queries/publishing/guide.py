"""The guide as a town has it: the template's pages, and its own instead where it wrote some."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from html import unescape

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.articles.markdown import html_of, text_of
from notifier.domain.publishing.guide_page import GuidePage
from notifier.domain.publishing.refusals import GuidePageNotFound
from notifier.guide.finding import Index, Passage, passages_of
from notifier.guide.template import TemplatePage, template
from notifier.storage.guide import guide_page_of, guide_pages

MOST_QUOTES = 6
LONGEST_QUESTION = 300
SMALL_TABLE = 5


class GuideCard(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    title: str
    summary: str


class GuideThemeView(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    icon: str
    pages: list[GuideCard]


class GuidePageView(msgspec.Struct, frozen=True, kw_only=True):
    """`keywords` are what to look for elsewhere; `written_at` is null for a page in the template's words."""

    slug: str
    theme: str
    theme_name: str
    title: str
    summary: str
    html: str
    keywords: str
    written_at: datetime | None


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A passage as it stands in its page."""

    slug: str
    title: str
    text: str


class EditedPage(msgspec.Struct, frozen=True, kw_only=True):
    """`outdated`: the template changed after the town wrote its own words, which stay."""

    slug: str
    theme: str
    title: str
    summary: str
    body: str
    is_own: bool
    is_hidden: bool
    is_outdated: bool
    version: int
    template: TemplatePage
    written_at: datetime | None


async def edited_guide(_: None, actor: Actor, connection: AsyncConnection) -> list[EditedPage]:
    """Every page, hidden ones too, in the order of the template."""
    rows = (await connection.execute(select(guide_pages))).all()
    own = {page.slug: page for page in map(guide_page_of, rows)}
    return [_merged(page, own.get(page.slug)) for page in template().pages.values()]


async def edited_page(slug: str, actor: Actor, connection: AsyncConnection) -> EditedPage:
    found = next((page for page in await edited_guide(None, actor, connection) if page.slug == slug), None)
    if found is None:
        raise GuidePageNotFound
    return found


async def list_guide(_: None, actor: Actor, connection: AsyncConnection) -> list[GuideThemeView]:
    shown = [page for page in await edited_guide(None, actor, connection) if not page.is_hidden]
    themes = [
        GuideThemeView(
            slug=theme.slug,
            name=theme.name,
            icon=theme.icon,
            pages=[
                GuideCard(slug=page.slug, title=page.title, summary=page.summary)
                for page in shown
                if page.theme == theme.slug
            ],
        )
        for theme in template().themes
    ]
    return [theme for theme in themes if theme.pages]


async def read_guide_page(slug: str, actor: Actor, connection: AsyncConnection) -> GuidePageView:
    page = await edited_page(slug, actor, connection)
    if page.is_hidden:
        raise GuidePageNotFound
    return GuidePageView(
        slug=slug,
        theme=page.theme,
        theme_name=next(theme.name for theme in template().themes if theme.slug == page.theme),
        title=page.title,
        summary=page.summary,
        html=html_of(page.body),
        keywords=page.template.keywords,
        written_at=page.written_at if page.is_own else None,
    )


async def look_up_guide(asked: str, actor: Actor, connection: AsyncConnection) -> list[Quote]:
    """What the town's own pages say of it, word for word; nothing when they say nothing."""
    shown = [page for page in await edited_guide(None, actor, connection) if not page.is_hidden]
    key = tuple((p.slug, p.title, p.summary, p.body, p.template.keywords) for p in shown)
    found = _index(key).find(asked[:LONGEST_QUESTION], limit=MOST_QUOTES)
    return [Quote(slug=one.passage.page, title=one.passage.title, text=one.passage.text) for one in found]


def _merged(page: TemplatePage, own: GuidePage | None) -> EditedPage:
    words = own.words if own else None
    return EditedPage(
        slug=page.slug,
        theme=page.theme,
        title=words.title if words else page.title,
        summary=words.summary if words else page.summary,
        body=words.body if words else page.body,
        is_own=words is not None,
        is_hidden=own.hidden if own else False,
        is_outdated=own is not None and words is not None and own.edition != page.edition,
        version=own.version if own else 0,
        template=page,
        written_at=own.written_at if own else None,
    )


# Towns that changed nothing share one.
@lru_cache(maxsize=32)
def _index(pages: tuple[tuple[str, str, str, str, str], ...]) -> Index:
    return Index(_passages(pages))


def _passages(pages: tuple[tuple[str, str, str, str, str], ...]) -> Iterator[tuple[Passage, str]]:
    for slug, title, summary, body, keywords in pages:
        for passage in passages_of(slug, title, summary, [*_blocks(body)]):
            yield passage, keywords


def _blocks(body: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", body):
        if block.startswith("#"):
            continue
        if block.startswith("|"):
            rows = [" · ".join(cell.strip() for cell in row.strip("|").split("|")) for row in block.split("\n")]
            # A small table is one answer; of a large one, the line is.
            yield from ["\n".join(rows[2:])] if len(rows) <= SMALL_TABLE + 2 else rows[2:]
        else:
            yield unescape(text_of(block))

"""Markdown as safe HTML: no HTML of the writer's, no script address, headings below the page's own."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# The page has the h1; an article begins with h2 and goes two steps down.
_LOWERED = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "br", "code"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_reader = MarkdownIt("js-default", {"breaks": True, "linkify": False}).enable("table").disable("image")


@lru_cache(maxsize=500)
def html_of(text: str) -> str:
    """What is written is checked twice: the reader makes no HTML but its own, and what it made is cleaned."""
    tokens: list[Token] = _reader.parse(text)
    for token in tokens:
        token.tag = _LOWERED.get(token.tag, token.tag)
        if token.type == "th_open":
            token.attrSet("scope", "col")
    made: str = _reader.renderer.render(tokens, _reader.options, {})
    return nh3.clean(
        made,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "th": {"scope"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def text_of(text: str) -> str:
    """The same without marks, for feeds and calendars."""
    return nh3.clean(html_of(text), tags=set()).replace("\n\n", "\n").strip()

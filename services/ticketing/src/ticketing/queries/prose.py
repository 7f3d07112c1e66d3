"""What authors write (Markdown), as pages show it. HTML that they type is text; links lead nowhere but to the web."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

# h1 is the page's own.
_TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "hr", "br"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def as_html(text: str) -> str:
    made = _markdown().render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    schemes = {"http", "https", "mailto", "tel"}
    return nh3.clean(made, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=schemes, link_rel="noopener noreferrer")

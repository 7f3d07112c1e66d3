"""French as printers set it: « : ; ! ? » never begin a line, « 16 h 30 » is never cut, nor « article L541-21-1 ».

Done where the whole page or mail is known, since its words come from templates, catalogues and whoever typed them.
"""

import re
from collections.abc import Callable

# Every alternative begins with the same space: the engine looks for it as fast as it can.
_TOGETHER = re.compile(r" (?:(?=[:;!?»](?:[\s<).,]|$))|(?<=« )|(?<=\d )(?=h\b)|(?<=\d[ \u00a0]h )(?=\d\d\b))")
# What people will send back, or a machine reads, stays as it is.
_AS_IS = frozenset({"textarea", "script", "style", "pre", "code", "option"})
_NO_MARKUP = _AS_IS | {"title"}
_NAME = re.compile(r"<(/?[a-z0-9]+)")
# The number of an article of a code: browsers break at its hyphens.
_ARTICLE = re.compile(r"\b[LRDA]\*?(?:\. ?)?\d+(?:-\d+)+\b", re.ASCII)


def set_in_french(page: str) -> str:
    """HTML, without what its tags hold."""
    return _in_texts(_TOGETHER, page, lambda found: "\u00a0", spared=_AS_IS)


def articles_whole(page: str) -> str:
    """HTML of any language, where « L541-21-1 » stays on one line."""
    return _in_texts(_ARTICLE, page, lambda found: f'<span class="reference">{found[0]}</span>', spared=_NO_MARKUP)


def text_in_french(text: str) -> str:
    """The same for what has no markup: a subject, the text of a mail, what is printed."""
    return _TOGETHER.sub("\u00a0", text)


def _in_texts(
    sought: re.Pattern[str], page: str, write: Callable[[re.Match[str]], str], *, spared: frozenset[str]
) -> str:
    """Replaces what is found between tags, and leaves the tags as they are."""

    def written(found: re.Match[str]) -> str:
        opened, closed = page.rfind("<", 0, found.start()), page.rfind(">", 0, found.start())
        if opened > closed:
            return found[0]
        tag = _NAME.match(page, opened) if opened >= 0 else None
        return found[0] if tag is not None and tag[1] in spared else write(found)

    return sought.sub(written, page)

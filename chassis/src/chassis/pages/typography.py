"""French as printers set it: « : ; ! ? » never begin a line, « 16 h 30 » is never cut.

Done where the whole page or mail is known, since its words come from templates, catalogues and whoever typed them.
"""

import re

# Every alternative begins with the same space: the engine looks for it as fast as it can.
_TOGETHER = re.compile(r" (?:(?=[:;!?»](?:[\s<).,]|$))|(?<=« )|(?<=\d )(?=h\b)|(?<=\d[ \u00a0]h )(?=\d\d\b))")
# What people will send back, or a machine reads, stays as it is.
_AS_IS = frozenset({"textarea", "script", "style", "pre", "code", "option"})
_NAME = re.compile(r"<(/?[a-z0-9]+)")


def set_in_french(page: str) -> str:
    """HTML, without what its tags hold."""

    def unbroken(found: re.Match[str]) -> str:
        opened, closed = page.rfind("<", 0, found.start()), page.rfind(">", 0, found.start())
        if opened > closed:
            return " "
        tag = _NAME.match(page, opened) if opened >= 0 else None
        return " " if tag is not None and tag[1] in _AS_IS else "\u00a0"

    return _TOGETHER.sub(unbroken, page)


def text_in_french(text: str) -> str:
    """The same for what has no markup: a subject, the text of a mail, what is printed."""
    return _TOGETHER.sub("\u00a0", text)

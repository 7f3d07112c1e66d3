"""What others wrote, made harmless before it is put into a message.

Names and subjects come from people. They may try to end a header, to turn the reading direction around, to make a
mail program show a link of theirs in our message, or simply to be very long.
"""

import re
from urllib.parse import urlsplit

LONGEST_LINE = 300
LONGEST_TEXT = 6_000
LONGEST_NAME = 80
# Direction marks and overrides, and what is there without being seen. Joiners stay: scripts need them.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
# Controls, halves of signs, private signs that each program draws as it likes.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff]")
_BREAK = re.compile("\r\n|[\r\n\u0085\u2028\u2029\v\f]")
_LINK = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)
# Mail programs turn these into links of their own accord.
_LOOKS_LIKE_LINK = re.compile(r"https?:|www\.|\w\.\w{2,}|[@/<>]", re.IGNORECASE)


class NotALink(ValueError):
    """Not a whole http(s) address that may be shown to a person."""


def one_line(text: str, *, longest: int = LONGEST_LINE) -> str:
    """Without control and direction characters; breaks become spaces."""
    shown = _without_controls(_BREAK.sub(" ", text))
    return _cut(" ".join(shown.split()), longest)


def lines(text: str) -> str:
    """The same line by line; more than one blank line in a row becomes one."""
    broken = _BREAK.sub("\n", text)
    kept = "\n".join(" ".join(_without_controls(line).split()) for line in broken.split("\n"))
    return _cut(re.sub(r"\n{3,}", "\n\n", kept).strip(), LONGEST_TEXT)


def person_name(text: str) -> str:
    """A name to greet someone by, or nothing when it looks like an advertisement."""
    shown = one_line(text, longest=LONGEST_LINE)
    return "" if len(shown) > LONGEST_NAME or _LOOKS_LIKE_LINK.search(shown) else shown


def link(text: str) -> str:
    """Raises `NotALink` for scripts, credentials in front of a host, spaces, quotes, control characters."""
    if not _LINK.fullmatch(text) or _UNSEEN.search(text):
        raise NotALink
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise NotALink from error
    if not parts.hostname or "@" in parts.netloc:
        raise NotALink
    return text


def _without_controls(text: str) -> str:
    return _CONTROLS.sub(" ", _UNSEEN.sub("", text))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"

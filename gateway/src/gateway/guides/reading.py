"""The guides, read once from the Markdown beside this file.

`# Title`, a line of lead, then passages: `## slug | title | addresses | stop`, a line of summary, the text. `addresses` are
the consoles' pages that the passage explains, by how they begin; `stop` is the page where the guided tour halts, and
what it points at there (`#id`) where that is not the page's own entry of the navigation.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markupsafe import Markup

FOLDER = Path(__file__).parent
AUDIENCES = ("agent", "administrator", "operator", "citizen")
LANGUAGES = ("fr", "en")
MOST_QUOTED = 5
WORD = re.compile(r"\w{3,}")
# Said in every question, and in every passage.
EMPTY = frozenset(
    [
        "comment",
        "que",
        "quoi",
        "qui",
        "les",
        "des",
        "une",
        "est",
        "pour",
        "dans",
        "avec",
        "faire",
        "puis",
        "mon",
        "mes",
        "the",
        "how",
        "what",
        "who",
        "can",
        "and",
        "for",
        "does",
    ]
)


class Stop(NamedTuple):
    page: str
    points_at: str


class Passage(NamedTuple):
    """`blocks` is the text for paper: (kind, runs), a run being (text, is it strong); kinds are p, ul, ol."""

    audience: str
    slug: str
    title: str
    addresses: tuple[str, ...]
    stop: Stop | None
    summary: str
    html: Markup
    blocks: list[tuple[str, list[Any]]]
    words: frozenset[str]

    @property
    def href(self) -> str:
        return f"/aide/{self.audience}#{self.slug}"


class Guide(NamedTuple):
    audience: str
    locale: str
    title: str
    lead: str
    passages: tuple[Passage, ...]


class GuideNotReadable(ValueError):
    """A file of the guides does not keep to its form."""


@cache
def guide_of(audience: str, locale: str) -> Guide:
    """Raises `KeyError` for an audience that does not exist. Other languages than English read French."""
    if audience not in AUDIENCES:
        raise KeyError(audience)
    locale = locale if locale in LANGUAGES else "fr"
    file = FOLDER / f"{audience}.{locale}.md"
    head, *written = file.read_text("utf-8").strip().split("\n## ")
    title, _, lead = head.removeprefix("# ").partition("\n")
    passages = tuple(_passage(audience, text, file) for text in written)
    return Guide(audience, locale, title.strip(), lead.strip(), passages)


def passage_for(path: str, locale: str) -> Passage | None:
    """The passage about a page of the consoles: the one whose address begins it furthest."""
    path = f"{path.partition('?')[0].rstrip('/')}/"
    found = [
        (len(address), passage)
        for audience in AUDIENCES
        for passage in guide_of(audience, locale).passages
        for address in passage.addresses
        if _begins(address, path)
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def quoting(question: str, locale: str, audiences: tuple[str, ...]) -> list[Passage]:
    """The passages that speak of what is asked, best first: each word counts once, twice in a title."""
    asked = _words(question)
    scored = [
        (len(asked & passage.words) + len(asked & _words(passage.title)), passage)
        for audience in audiences
        for passage in guide_of(audience, locale).passages
    ]
    found = [one for one in sorted(scored, key=lambda one: -one[0]) if one[0] > 0]
    return [passage for _, passage in found[:MOST_QUOTED]]


def _begins(address: str, path: str) -> bool:
    """« /x/* » is what lies below it, and not the list itself."""
    if address.endswith("/*"):
        return path.startswith(address[:-1]) and path != address[:-1]
    return path == "/" if address == "/" else path.startswith(f"{address.rstrip('/')}/")


def _passage(audience: str, text: str, file: Path) -> Passage:
    head, _, rest = text.partition("\n")
    slug, title, addresses, stop, *more = [*(part.strip() for part in head.split("|")), "", ""][:5]
    summary, _, body = rest.strip().partition("\n")
    if not slug or not title or not summary or any(more):
        raise GuideNotReadable(f"{file.name}: {head}")
    page, _, points_at = stop.partition(" ")
    told = f"{title} {summary} {body}"
    return Passage(
        audience,
        slug,
        title,
        tuple(addresses.split()),
        Stop(page, points_at or f'.console-navigation a[href="{page}"]') if page else None,
        summary.strip(),
        # Our own Markdown, shipped with the code: no HTML passes through.
        Markup(_markdown().render(body)),  # noqa: S704
        _blocks(body),
        _words(told),
    )


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _blocks(body: str) -> list[tuple[str, list[Any]]]:
    blocks: list[tuple[str, list[Any]]] = []
    lists: list[str] = []
    for token in _markdown().parse(body):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("ul" if token.type.startswith("bullet") else "ol")
            blocks.append((lists[-1], []))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            _ = lists.pop()
        elif token.type == "inline":
            runs = _runs(token.children or [])
            if lists:
                blocks[-1][1].append(runs)
            else:
                blocks.append(("p", runs))
    return blocks


def _runs(children: list[Any]) -> list[tuple[str, bool]]:
    runs: list[tuple[str, bool]] = []
    strong = False
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            strong = child.type == "strong_open"
        elif child.type in ("text", "code_inline"):
            runs.append((child.content, strong))
        elif child.type == "softbreak":
            runs.append((" ", False))
    return runs


def _words(text: str) -> frozenset[str]:
    """Without accents, capitals and plurals: as people type them."""
    plain = unicodedata.normalize("NFD", text.lower())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(word.rstrip("sx") for word in WORD.findall(bare) if word not in EMPTY)

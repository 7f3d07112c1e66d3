"""What to do when something calls: pages written beside this file, one per alert and language."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent / "runbooks"
LANGUAGES = ("fr", "en")


class Runbook(NamedTuple):
    name: str
    title: str
    html: str


def names() -> list[str]:
    return sorted(file.stem for file in (FOLDER / LANGUAGES[0]).glob("*.md"))


@cache
def find(name: str, language: str) -> Runbook | None:
    """None for a name that is not one of ours: it is never joined to a path before that is known."""
    if name not in names():
        return None
    folder = FOLDER / (language if language in LANGUAGES else LANGUAGES[0])
    title, _, body = (folder / f"{name}.md").read_text("utf-8").partition("\n")
    # Raw HTML stays text, although these files are our own.
    return Runbook(name, title.removeprefix("# "), MarkdownIt("commonmark", {"html": False}).render(body))

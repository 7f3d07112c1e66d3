"""The operator's template of the guide: Markdown files beside this one, read once.

`# slug | theme | icon`, then pages: `## slug | title | words to look elsewhere`, a line of summary, the text (its headings
begin at `###`). `{{ commune }}` is said by whoever shows the page.
"""

import hashlib
from functools import cache
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "template"


class GuideTheme(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    icon: str


class TemplatePage(msgspec.Struct, frozen=True, kw_only=True):
    """`edition` changes with the words: a town that wrote its own over another edition is told."""

    slug: str
    theme: str
    title: str
    summary: str
    body: str
    keywords: str
    edition: str


class Template(msgspec.Struct, frozen=True, kw_only=True):
    themes: tuple[GuideTheme, ...]
    pages: dict[str, TemplatePage]


class TemplateNotReadable(ValueError):
    """A file of the guide's template does not keep to its form."""


@cache
def template() -> Template:
    themes: list[GuideTheme] = []
    pages: dict[str, TemplatePage] = {}
    for file in sorted(FOLDER.glob("*.md")):
        head, *written = f"\n{file.read_text('utf-8').strip()}".split("\n## ")
        slug, name, icon = _parts(head.strip().removeprefix("# "), file)
        themes.append(GuideTheme(slug=slug, name=name, icon=icon))
        for text in written:
            page = _page(slug, text, file)
            if page.slug in pages:
                raise TemplateNotReadable(f"{file.name}: {page.slug} is there twice")
            pages[page.slug] = page
    return Template(themes=tuple(themes), pages=pages)


def _page(theme: str, text: str, file: Path) -> TemplatePage:
    head, _, rest = text.partition("\n")
    slug, title, keywords = _parts(head, file)
    summary, _, body = rest.strip().partition("\n")
    if not summary or not body.strip():
        raise TemplateNotReadable(f"{file.name}: {slug} has no summary or no text")
    body = body.strip().replace("\n### ", "\n## ")
    body = body.removeprefix("#") if body.startswith("### ") else body
    edition = hashlib.sha256(f"{title}\n{summary}\n{body}".encode()).hexdigest()[:12]
    return TemplatePage(
        slug=slug, theme=theme, title=title, summary=summary, body=body, keywords=keywords, edition=edition
    )


def _parts(line: str, file: Path) -> tuple[str, str, str]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not all(parts):
        raise TemplateNotReadable(f"{file.name}: « {line} » should have three parts")
    return parts[0], parts[1], parts[2]

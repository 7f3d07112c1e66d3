"""A letter as fields of a form, and back: rows of blocks, each with its place."""

from typing import Any
from uuid import UUID

from notifier.domain.letters.issue import Block, Words

# Empty rows below those that are filled.
SPARE = 3
KINDS = ("heading", "text", "excerpt", "button")
READERS = ("citizen", "member", "address")


def words_of(fields: Any) -> Words:
    """Rows left empty are no blocks; they stand in the order of their places."""

    def one(name: str) -> str:
        return str(fields.get(name, "")).strip()

    rows: list[tuple[float, int, Block]] = []
    at = 0
    while f"blocks.{at}.kind" in fields:
        kind = one(f"blocks.{at}.kind")
        text, url = one(f"blocks.{at}.text").replace("\r\n", "\n"), one(f"blocks.{at}.url")
        told = _id(one(f"blocks.{at}.publication"))
        if kind in KINDS and (text or url or told):
            block = Block(
                kind=kind,  # pyright: ignore[reportArgumentType]
                text="" if kind == "excerpt" else text,
                url=url if kind == "button" else "",
                publication_id=told if kind == "excerpt" else None,
            )
            place = one(f"blocks.{at}.place").replace(",", ".")
            rows.append((float(place) if place.replace(".", "", 1).isdigit() else at + 1, at, block))
        at += 1
    kinds = [kind for kind in READERS if kind in fields.getall("kinds", [])]
    locale = one("locale")
    return Words(
        subject=one("subject"),
        preheader=one("preheader"),
        blocks=tuple(block for _, _, block in sorted(rows, key=lambda row: row[:2])),
        themes=tuple(theme for theme in map(_id, fields.getall("themes", [])) if theme is not None),
        kinds=() if len(kinds) == len(READERS) else tuple(kinds),  # pyright: ignore[reportArgumentType]
        locale=locale if locale in ("fr", "en") else "",  # pyright: ignore[reportArgumentType]
    )


def typed(words: Words) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "subject": words.subject,
        "preheader": words.preheader,
        "themes": [str(theme) for theme in words.themes],
        "kinds": list(words.kinds or READERS),
        "locale": words.locale,
    }
    for at in range(len(words.blocks) + SPARE):
        block = words.blocks[at] if at < len(words.blocks) else None
        shown |= {
            f"blocks.{at}.place": str(at + 1),
            f"blocks.{at}.kind": block.kind if block else ("text" if at else "heading"),
            f"blocks.{at}.text": block.text if block else "",
            f"blocks.{at}.url": block.url if block else "",
            f"blocks.{at}.publication": str(block.publication_id or "") if block else "",
        }
    return shown


def _id(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None

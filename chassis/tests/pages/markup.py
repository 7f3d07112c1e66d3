"""Reads a page back as a list of tags, to say what a screen reader would find."""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    attributes: dict[str, str]

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    def get(self, attribute: str) -> str | None:
        return self.attributes.get(attribute)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class Page:
    def __init__(self, html: str) -> None:
        reader = Reader()
        reader.feed(html)
        self.tags = reader.tags
        self.text = " ".join(" ".join(reader.words).split())

    def all(self, kind: str, /, **attributes: str) -> list[Tag]:
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [tag for tag in self.tags if tag.name == kind and wanted.items() <= tag.attributes.items()]

    def one(self, kind: str, /, **attributes: str) -> Tag:
        (found,) = self.all(kind, **attributes)
        return found

    def by_id(self, id: str) -> Tag:
        (found,) = [tag for tag in self.tags if tag.get("id") == id]
        return found

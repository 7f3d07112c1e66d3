"""What a file that passed the checks may not be able to do any more."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from documents.domain.media import sniff

HOSTILE = {
    "S /JavaScript",
    "S /Launch",
    "S /URI",
    "/JS",
    "/OpenAction",
    "/AA",
    "/EmbeddedFiles",
    "/RichMediaContent",
    "/XFA",
}


def must_be_inert(content: bytes, *words: bytes) -> None:
    kind = sniff(content)
    assert kind is not None
    if kind != "application/pdf":
        picture = Image.open(BytesIO(content))
        picture.load()
        assert len(picture.getexif()) == 0
        assert b"<script" not in content
        return
    with pikepdf.open(BytesIO(content)) as pdf:
        said = b"\n".join(_facts_of(thing) for thing in pdf.objects)
        taught = {fact for thing in pdf.objects for fact in _taught_to(thing)}
    assert not taught & HOSTILE
    for word in words:
        assert word not in said, word


def _facts_of(thing: Any) -> bytes:
    """Itself and not its number, which is what `unparse` says of an object that others point to."""
    if isinstance(thing, Stream):
        return b"\n".join(_facts_of(part) for pair in thing.items() for part in pair) + thing.read_bytes()
    return thing.unparse(resolved=True) if isinstance(thing, pikepdf.Object) else repr(thing).encode()


def _taught_to(thing: Any) -> Iterator[str]:
    """Its keys, and which action it is, down to where other objects begin."""
    if isinstance(thing, Array):
        parts = [thing[index] for index in range(len(thing))]
    elif isinstance(thing, Dictionary | Stream):
        yield from thing.keys()
        yield f"S {thing.get(Name.S)}"
        parts = [value for _, value in thing.items()]
    else:
        return
    for part in parts:
        if not getattr(part, "is_indirect", False):
            yield from _taught_to(part)

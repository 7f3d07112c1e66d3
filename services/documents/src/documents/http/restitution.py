"""Everything in one's space, as an archive that opens without our software."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from stat import S_IFREG
from typing import Any, NamedTuple

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.response import Stream
from stream_zip import ZIP_AUTO, async_stream_zip

from chassis.access import Needs
from chassis.http import Ask, By
from contracts.documents import PIECE_TYPES
from documents.commands.open_everything import OpenedPiece, OpenEverything, open_everything
from documents.commands.open_file import OpenedFile
from documents.domain.refusals import FileNotFound, IntegrityBroken
from documents.http.delivery import fetched
from documents.http.restitution_index import index_page
from documents.http.safe import Run
from documents.queries.export_journal import export_journal
from documents.storage.objects import ObjectStore
from documents.storage.sealed import SealedContent

MODE = S_IFREG | 0o600


class Entry(NamedTuple):
    path: str
    opened: OpenedFile


@get("/safe/restitution", needs=Needs.CITIZEN)
async def restitution(actor: By, commands: Run, queries: Ask, store: NamedDependency[ObjectStore]) -> Stream:
    """A ZIP: `index.html` to begin with, the files by piece, `manifest-sha256.txt` (for `sha256sum -c`), what is known of
    each piece in `manifest.json`, and who opened what in `journal.json`.

    A file that cannot be opened any more does not keep the others back: it is left out, and both indexes say so. A
    store that is down when it begins is a 503; later on it cuts the archive, which browsers tell.
    """
    pieces = await commands.run(open_everything, OpenEverything(), actor=actor)
    journal = await queries.ask(export_journal, None, actor=actor)
    now = commands.now()
    entries = list(_entries(pieces))
    lost: set[int] = set()

    async def next_one() -> tuple[Entry, SealedContent] | None:
        while entries:
            entry = entries.pop(0)
            try:
                return entry, await fetched(entry.opened, store, commands, actor)
            except (IntegrityBroken, FileNotFound):
                lost.add(id(entry.opened))
        return None

    # Before the first byte of the answer: a store that is down can still be told.
    first = await next_one()

    async def members() -> AsyncIterator[Any]:
        found = first
        while found is not None:
            entry, sealed = found
            yield entry.path, now, MODE, ZIP_AUTO(entry.opened.content.size, level=0), sealed.segments_then_close()
            found = await next_one()
        for path, body in _told(pieces, lost, journal, now, actor.locale).items():
            yield path, now, MODE, ZIP_AUTO(len(body)), _once(body)

    name = f"mes-pieces-{now:%Y-%m-%d}.zip"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
    return Stream(async_stream_zip(members()), media_type="application/zip", headers=headers)


def _told(pieces: list[OpenedPiece], lost: set[int], journal: Any, now: datetime, locale: str) -> dict[str, bytes]:
    """What stands beside the files. `lost`: those that are not there."""
    paths = {id(entry.opened): entry.path for entry in _entries(pieces) if id(entry.opened) not in lost}
    told = {
        "index.html": index_page(pieces, paths, now, locale),
        "manifest.json": msgspec.json.format(msgspec.json.encode(_facts(pieces, lost)), indent=1),
        "journal.json": msgspec.json.format(msgspec.json.encode(journal), indent=1),
    }
    sums = [(hashlib.sha256(body).hexdigest(), path) for path, body in told.items()]
    sums += [(e.opened.content.sha256, e.path) for e in _entries(pieces) if id(e.opened) not in lost]
    told["manifest-sha256.txt"] = "".join(f"{digest}  {path}\n" for digest, path in sums).encode()
    return told


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


def _entries(pieces: list[OpenedPiece]) -> Iterator[Entry]:
    """Every file at its place: a folder for each piece, numbered so that two of one name stay two."""
    for number, piece in enumerate(pieces, 1):
        folder = f"{number:02} {_plain(piece.piece.label)}"
        for index, opened in enumerate(piece.files, 1):
            yield Entry(f"{folder}/{index} {_plain(opened.name)}", opened)
        for index, opened in enumerate(piece.former, 1):
            yield Entry(f"{folder}/versions précédentes/{index} {_plain(opened.name)}", opened)


def _plain(name: str) -> str:
    """A name that every system can write down."""
    shown = "".join("-" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in name).strip(" .")
    return shown[:100] or "document"


def _facts(pieces: list[OpenedPiece], lost: set[int]) -> list[dict[str, Any]]:
    paths = {id(entry.opened): entry.path for entry in _entries(pieces)}
    return [
        {
            "label": piece.piece.label,
            "type": piece.piece.type,
            "type_label": PIECE_TYPES[piece.piece.type],
            "valid_until": piece.piece.valid_until,
            "added_at": piece.piece.added_at,
            "files": [
                {
                    "path": None if id(o) in lost else paths[id(o)],
                    "media_type": o.content.media_type,
                    "size": o.content.size,
                    "sha256": o.content.sha256,
                }
                for o in (*piece.files, *piece.former)
            ],
            "infected": piece.infected,
        }
        for piece in pieces
    ]


ROUTES = [restitution]

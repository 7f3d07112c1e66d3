"""Lists of tickets for a spreadsheet: CSV as it flows, ODS whole."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from itertools import islice

from litestar import Response
from litestar.response import Stream

from chassis.clock import PARIS
from chassis.exports import CSV_TYPE, ODS_ROWS, ODS_TYPE, csv_chunks, ods
from chassis.pagination import LARGEST, Page
from chassis.refusals import Invalid, NotFound
from contracts.forms.words import Words, say
from ticketing.queries.lines import TicketLine

Read = Callable[[str | None], Awaitable[Page[TicketLine]]]
"""The page after this cursor, with names."""
# The mark and the headings, which only the first page has.
_HEAD = 2
_TITLE: Words = {"fr": "Demandes d’assistance", "en": "Support requests"}
_FILE: Words = {"fr": "demandes", "en": "requests"}
_COLUMNS: tuple[Words, ...] = (
    {"fr": "Numéro", "en": "Number"},
    {"fr": "Objet", "en": "Subject"},
    {"fr": "Produit", "en": "Product"},
    {"fr": "Service", "en": "Service"},
    {"fr": "Gravité", "en": "Severity"},
    {"fr": "État", "en": "Status"},
    {"fr": "Collectivité", "en": "Organisation"},
    {"fr": "Demandeur", "en": "Requester"},
    {"fr": "Technicien", "en": "Technician"},
    {"fr": "Reçue le", "en": "Received"},
    {"fr": "Dernier changement", "en": "Last change"},
)


class TooManyRows(Invalid):
    """Cette sélection est trop grande pour un fichier ODS : prenez le CSV."""


async def exported(kind: str, read: Read, *, locale: str, now: datetime) -> Response[bytes] | Stream:
    """`kind`: csv or ods. Raises NotFound for another, TooManyRows."""
    if kind not in ("csv", "ods"):
        raise NotFound
    heads = [say(column, locale) for column in _COLUMNS]
    name = f"{say(_FILE, locale)}-{now.astimezone(PARIS):%Y-%m-%d}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}

    async def flow() -> AsyncIterator[bytes]:
        first = True
        async for page in _pages(read):
            for chunk in islice(csv_chunks(heads, [_row(line) for line in page]), 0 if first else _HEAD, None):
                yield chunk
            first = False

    if kind == "csv":
        return Stream(flow(), media_type=CSV_TYPE, headers=headers)
    rows: list[list[object]] = []
    async for page in _pages(read):
        rows += [_row(line) for line in page]
        if len(rows) > ODS_ROWS:
            raise TooManyRows
    return Response(ods(say(_TITLE, locale), heads, rows), media_type=ODS_TYPE, headers=headers)


async def _pages(read: Read) -> AsyncIterator[list[TicketLine]]:
    cursor: str | None = None
    while True:
        page = await read(cursor)
        yield page.items
        cursor = page.next
        if cursor is None:
            return


def _row(line: TicketLine) -> list[object]:
    return [
        line.reference,
        line.subject,
        line.product,
        line.entry,
        line.severity_label,
        line.status_label,
        line.organisation,
        line.requester,
        line.assignee,
        line.opened_at,
        line.changed_at,
    ]


PAGE = LARGEST

"""Tables that leave for a spreadsheet: CSV as it flows, ODS whole. What people typed can never become a formula there."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from chassis.pages.filters import in_paris

CSV_TYPE: Final = "text/csv; charset=utf-8"
ODS_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
ODS_ROWS: Final = 20_000
"""An ODS is made in memory; past this many rows, CSV is the answer."""
# What makes a spreadsheet read a cell as a formula (OWASP, « CSV Injection »), also behind its full-width twins.
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(value: object) -> object:
    """The value as a cell may hold it: a text that would be read as a formula gets an apostrophe before it.

    Numbers stay numbers. Moments are told in Paris time, without zone, as spreadsheets want them.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return in_paris(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, (int, float, date)):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def csv_chunks(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """UTF-8 with its mark, semicolons, decimal commas: what French spreadsheets open without asking. A line at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in _headed(columns, rows):
        writer.writerow([_written(neutral(value)) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def ods(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """An OpenDocument spreadsheet of one sheet. Raises ValueError past `ODS_ROWS`."""
    if len(rows) > ODS_ROWS:
        raise ValueError(f"more than {ODS_ROWS} rows")
    # Imported where it is used: a service that exports nothing does not carry it.
    from odfdo import Cell, Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table(_sheet_name(title))
    for line in (columns, *rows):
        row = Row()
        row.extend_cells([Cell(_typed(value)) for value in line])
        table.append_row(row)
    document.body.append(table)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _headed(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    yield columns
    yield from rows


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value}".replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return str(value)


def _typed(value: object) -> Any:
    """ODS cells have types, so a text stays a text and needs no apostrophe."""
    return value if isinstance(value, str) else neutral(value)


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "*:/?[]\\'\n")[:31].strip() or "Export"

"""What leaves for a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from odfdo import Document

from chassis.exports import ODS_ROWS, csv_chunks, ods

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1"]


def lines(columns: list[str], rows: list[list[object]]) -> list[list[str]]:
    text = b"".join(csv_chunks(columns, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_a_spreadsheet_would_read_as_a_formula_is_neutralised(typed: str):
    assert lines(["a"], [[typed]])[1] == [f"'{typed}"]


def test_numbers_dates_and_moments_keep_their_kind():
    row = [-3, 12.5, date(2026, 3, 27), datetime(2026, 3, 27, 13, 2, tzinfo=UTC), True, None, "O'Neil; « Fils »"]

    assert lines(["x"] * 7, [row])[1] == [
        "-3",
        "12,5",
        "2026-03-27",
        "2026-03-27 14:02",
        "oui",
        "",
        "O'Neil; « Fils »",
    ]


def test_csv_flows_a_line_at_a_time():
    asked: list[int] = []

    def rows() -> Iterator[list[object]]:
        for number in range(3):
            asked.append(number)
            yield [number]

    chunks = csv_chunks(["n"], rows())

    assert next(chunks) == b"\xef\xbb\xbf"
    assert next(chunks) == b"n\r\n"
    assert asked == []
    assert next(chunks) == b"0\r\n"
    assert asked == [0]


def test_an_ods_opens_with_texts_that_stay_texts():
    made = ods("Demandes: 2026/03", ["Numéro", "Âge"], [["=1+1", 12], ["PLA-2026-000123", None]])

    (table,) = Document(io.BytesIO(made)).body.tables
    assert table.name == "Demandes 202603"
    assert table.get_values() == [["Numéro", "Âge"], ["=1+1", 12], ["PLA-2026-000123", ""]]
    assert all(cell.formula is None for row in table.traverse() for cell in row.traverse())


def test_an_ods_that_would_not_fit_in_memory_is_refused():
    with pytest.raises(ValueError, match=str(ODS_ROWS)):
        ods("x", ["n"], [[0]] * (ODS_ROWS + 1))

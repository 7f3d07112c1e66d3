"""A star beside a label is explained on the page that shows it (RGAA 11.10)."""

import re
from pathlib import Path

import gateway

TEMPLATES = Path(gateway.__file__).parent
MARKED = re.compile(r"required=true|ui\.password\(")


def test_a_page_that_marks_a_field_says_what_the_mark_means():
    pages = [page for page in TEMPLATES.rglob("*.html") if "call ui.form(" in page.read_text("utf-8")]

    silent = [page.name for page in pages if MARKED.search(page.read_text("utf-8")) and not explained(page)]

    assert silent == []


def explained(page: Path) -> bool:
    return "ui.required_note()" in page.read_text("utf-8")

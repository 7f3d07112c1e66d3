"""How lists are shown: a table for people, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text


def print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Lines are never cut where a program or a file reads them; an id is to be copied, and never cut at all."""
    shown = [Column(name, overflow="fold" if name.split()[-1:] == ["id"] else "ellipsis") for name in columns]
    table = Table(*shown, title=title, title_justify="left")
    for row in rows:
        # What others wrote is text: a bracket in a name begins no markup.
        table.add_row(*(Text(str(cell)) for cell in row))
    console = Console() if sys.stdout.isatty() else Console(width=240)
    console.print(table)

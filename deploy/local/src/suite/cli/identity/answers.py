"""How answers are shown: a table or a sentence for people, JSON for programs; a PDF in a file."""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.prompt import Confirm

from suite.cli.tables import print_json, print_table
from suite.sentences import CannotGoOn

PAIR = 2


class FileThere(CannotGoOn):
    """Letters hold codes: they replace nothing by accident."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} existe déjà : donnez un autre nom.", f"{file} is there already: give another name.")


class NotSure(CannotGoOn):
    """The question was answered by no, or by nobody."""

    def __init__(self) -> None:
        super().__init__("Rien n’a changé (--yes répond d’avance).", "Nothing has changed (--yes answers beforehand).")


def show_lines(lines: Sequence[dict[str, Any]], columns: Sequence[str], *, json: bool, nothing: str) -> int:
    if json:
        print_json(lines)
    elif lines:
        titles = [column.replace("_", " ") for column in columns]
        print_table(titles, ([cell(line.get(column)) for column in columns] for line in lines))
    else:
        print(nothing)
    return 0


def show_facts(told: dict[str, Any], *, json: bool, of: Iterable[str] | None = None) -> int:
    """One thing, a fact a line; what is empty is left out."""
    if json:
        print_json(told)
        return 0
    facts = [(name.replace("_", " "), cell(told.get(name))) for name in of or told]
    print_table(("field", "value"), [fact for fact in facts if fact[1]])
    return 0


def say_done(sentence: str, told: Any, *, json: bool) -> int:
    if json:
        print_json(told)
    else:
        print(f"✓ {sentence}")
    return 0


def must_be_sure(question: str, *, yes: bool) -> None:
    """Raises `NotSure`."""
    try:
        sure = yes or Confirm.ask(question, default=False)
    except EOFError:
        sure = False
    if not sure:
        raise NotSure


def write_private(file: Path, content: bytes) -> None:
    """Readable by its owner alone. Raises `FileThere`."""
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise FileThere(file) from there
    with os.fdopen(opened, "wb") as written:
        written.write(content)


def must_be_free(file: Path) -> None:
    """Before anything is changed. Raises `FileThere`."""
    if file.exists():
        raise FileThere(file)


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        return ("\n" if any(isinstance(one, dict) for one in value) else ", ").join(_item(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {cell(one)}" for name, one in value.items() if one not in ("", None, []))
    return moment(value) if isinstance(value, str) else str(value)


def _item(value: Any) -> str:
    """Of a list. A day and its hours, a link and its address: which is which is seen."""
    if isinstance(value, dict) and len(value) == PAIR:
        return " : ".join(cell(one) for one in value.values())
    return cell(value)


def moment(text: str) -> str:
    """A time of the API, as people of the town read it; any other text as it is."""
    from zoneinfo import ZoneInfo

    if len(text) < len("2026-11-28T16:30:00Z") or text[4:5] != "-" or text[10:11] != "T":
        return text
    try:
        return datetime.fromisoformat(text).astimezone(ZoneInfo("Europe/Paris")).strftime("%d/%m/%Y %H:%M")
    except ValueError:
        return text

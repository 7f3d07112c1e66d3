"""The sentences that code says to people (faults, details of refusals): found where they are written, so that nobody has to
mark them, and translated although their holes are filled already.

A sentence begins with a capital, a figure or a quotation mark, holds a space, and ends as sentences do. What a message
fills in is a hole: f"{LONGEST} caractères au plus." is kept as « {0} caractères au plus. ».
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# The floors of a service that answer people; demonstrations and ready content are data in both languages.
FLOORS = ("domain", "commands", "queries", "http", "console", "storage", "checks", "scanning", "tools")
SENTENCE = re.compile(r"^(?:[A-ZÀ-ÝŒ«]|\d|\{0\}).*\s.*[.!?»]$", re.DOTALL)
HOLE = re.compile(r"\{\d\}")


def sentences(package: Path) -> Iterator[str]:
    """In the order of the files, read without importing anything."""
    folders = [package / floor for floor in FLOORS if (package / floor).is_dir()]
    files = [file for folder in folders for file in sorted(folder.rglob("*.py"))]
    for file in files or sorted(package.glob("*.py")):
        yield from sentences_in(file.read_text("utf-8"))


def sentences_in(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in inside or id(node) in silent:
            continue
        said = _template(node)
        if said is not None and SENTENCE.match(said) and not said.startswith("{0} :"):
            yield said


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return None if HOLE.search(node.value) else node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    said, holes = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            said += str(part.value)
        else:
            said, holes = f"{said}{{{holes}}}", holes + 1
    return said


class Filled:
    """Sentences whose holes are filled, recognised by what stands around them."""

    def __init__(self, texts: Iterable[str]) -> None:
        # The longest first: what stands around the holes of a short one may stand in a longer one too.
        with_holes = sorted((text for text in texts if HOLE.search(text)), key=len, reverse=True)
        self._known = [(text, _pattern(text)) for text in with_holes]

    def find(self, said: str) -> tuple[str, tuple[str, ...]] | None:
        """The sentence with its holes, and what fills them."""
        for text, pattern in self._known:
            found = pattern.fullmatch(said)
            if found is not None:
                return text, found.groups()
        return None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in HOLE.split(text)), re.DOTALL)

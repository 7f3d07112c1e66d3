"""The titles of refusals are texts too: their docstrings are what people read, so they go to the catalogues."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from chassis import refusals

ROOTS = {name for name, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, refusals.Refusal)}


def titles(package: Path) -> Iterator[str]:
    """Docstrings of the classes of a package that descend from a refusal, read without importing anything."""
    classes = [
        node
        for file in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    known, grown = set(ROOTS), True
    while grown:
        found = {node.name for node in classes if bases(node) & known}
        grown = not found <= known
        known |= found
    for node in classes:
        title = ast.get_docstring(node)
        if node.name in known and title and (bases(node) & known or node.name == "Refusal"):
            yield title


def bases(node: ast.ClassDef) -> set[str]:
    return {
        base.attr if isinstance(base, ast.Attribute) else base.id
        for base in node.bases
        if isinstance(base, (ast.Attribute, ast.Name))
    }

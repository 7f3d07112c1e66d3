"""`python -m kit.requirements [--write]`: print the requirements that no test shows; write the tests beside each.

A test shows a requirement when it carries `@pytest.mark.requirement("DM-09")`; files are read, not imported.
"""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
PAGE = ROOT / "docs" / "requirements.md"
ROW = re.compile(r"^\| (?P<id>[A-Z]{2}-\d\d) \| (?P<text>.*?) \| (?P<tests>.*) \|$")
SKIPPED = {".venv", "node_modules", ".parvis"}


def shown() -> dict[str, list[str]]:
    """Requirement id → `path::test` of the tests that show it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(ROOT.rglob("test_*.py")):
        if SKIPPED.isdisjoint(path.relative_to(ROOT).parts):
            for identifier, test in _marked(path):
                found[identifier].append(f"{path.relative_to(ROOT)}::{test}")
    return found


def _marked(path: Path) -> list[tuple[str, str]]:
    tree = ast.parse(path.read_text())
    everywhere = [
        identifier
        for node in tree.body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)
        for identifier in _requirements_in(node.value)
    ]
    tests = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        (identifier, test.name)
        for test in tests
        if test.name.startswith("test_")
        for identifier in dict.fromkeys([*everywhere, *(i for d in test.decorator_list for i in _requirements_in(d))])
    ]


def _requirements_in(node: ast.AST) -> list[str]:
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith("mark.requirement")]
    return [str(a.value) for call in calls for a in call.args if isinstance(a, ast.Constant)]


def page(tests: dict[str, list[str]]) -> str:
    """docs/requirements.md with its last column written anew."""
    lines: list[str] = []
    for line in PAGE.read_text().splitlines():
        row = ROW.match(line)
        if row is None:
            lines.append(line)
            continue
        names = tests.get(row["id"], [])
        shown_by = "<br>".join(f"`{name}`" for name in names) or "—"
        lines.append(f"| {row['id']} | {row['text']} | {shown_by} |")
    return "\n".join(lines) + "\n"


def known() -> list[str]:
    return [row["id"] for line in PAGE.read_text().splitlines() if (row := ROW.match(line))]


def main() -> int:
    tests = shown()
    if "--write" in sys.argv:
        PAGE.write_text(page(tests))
    missing = [identifier for identifier in known() if identifier not in tests]
    sys.stdout.write(f"{len(known()) - len(missing)} of {len(known())} requirements are shown by a test.\n")
    if missing:
        sys.stdout.write("No test shows: " + ", ".join(missing) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

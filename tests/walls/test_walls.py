"""Each wall of pyproject.toml stands: a forbidden import, planted in a copy, is found by it and by name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = (
    "contracts",
    "chassis",
    "gateway",
    "deploy/local",
    "tests/kit",
    *(f"services/{s}" for s in ("identity", "demarches", "documents", "ticketing", "notifier")),
)
LINT = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        [*LINT, "--config", str(ROOT / "pyproject.toml")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of every package, side by side, that comes before the installed ones."""
    for member in MEMBERS:
        [package] = [p for p in (ROOT / member / "src").iterdir() if (p / "__init__.py").exists()]
        unwanted = shutil.ignore_patterns("__pycache__", "static", "templates", "locales")
        shutil.copytree(package, tmp_path / "src" / package.name, ignore=unwanted)
    return tmp_path


def test_the_house_is_as_drawn():
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("wall", "where", "planted"),
    [
        ("imports fall", "demarches/planted.py", "import documents"),
        ("imports fall", "chassis/planted.py", "import identity"),
        ("inside a service, every arrow points down", "demarches/domain/planted.py", "import demarches.storage"),
        ("the domain does no I/O", "demarches/domain/planted.py", "import sqlalchemy"),
        ("contracts are data", "contracts/planted.py", "import litestar"),
        ("what runs does not import what starts or tests it", "gateway/planted.py", "import kit"),
    ],
)
def test_a_planted_import_is_found(house: Path, wall: str, where: str, planted: str):
    (house / "src" / where).write_text(f"{planted}\n")

    done = lint(house)

    assert done.returncode != 0
    broken = [line for line in done.stdout.splitlines() if line.startswith(wall) and line.endswith("BROKEN")]
    assert broken, done.stdout

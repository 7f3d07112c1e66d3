"""`python -m kit.revisions`: what a new revision would do to those who are still running the version before.

Two versions run side by side during every upgrade, and after every rollback: schemas only widen. What narrows (« contract ») or
holds a table for long says so itself, in a comment of the revision:

    -- contract: 2026.12: nothing reads it since 2026.10
    -- short: a few rows per town

The rules are squawk's (https://squawkhq.com/docs/rules).
"""

import importlib.util
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

ROOT = Path(__file__).resolve().parents[4]
# The revisions of before the first release: nobody runs an older version of them.
BEFORE_THE_FIRST_RELEASE = {
    "identity": 17,
    "demarches": 16,
    "documents": 9,
    "ticketing": 13,
    "notifier": 15,
    "chassis": 2,
}
NARROWS = {
    "adding-not-nullable-field",
    "adding-required-field",
    "ban-drop-column",
    "ban-drop-table",
    "ban-truncate-cascade",
    "changing-column-type",
    "renaming-column",
    "renaming-table",
}
HOLDS = {
    "adding-foreign-key-constraint",
    "adding-serial-primary-key-field",
    "constraint-missing-not-valid",
    "disallowed-unique-constraint",
    "require-concurrent-index-creation",
    "require-concurrent-index-deletion",
}
SAID = re.compile(r"^\s*(?:--|#)\s*(?P<word>contract|short):\s*(?P<why>\S.*)$", re.MULTILINE)
RELEASE = re.compile(r"\d+\.\d+\S*: \S")


class Fault(NamedTuple):
    revision: str
    rule: str
    statement: str

    def __str__(self) -> str:
        word = "contract: <release>: <why>" if self.rule in NARROWS else "short: <why>"
        return f"{self.revision}: {self.rule}: {self.statement}\n  (-- {word})"


def main() -> None:
    faults = [fault for revision in new_revisions() for fault in faults_of(revision)]
    for fault in faults:
        print(fault)
    sys.exit(bool(faults))


def new_revisions() -> Iterator[Path]:
    folders = {path.parents[1].name: path for path in ROOT.glob("services/*/src/*/migrations/versions")}
    folders["chassis"] = ROOT / "chassis/src/chassis/schema/versions"
    for member, folder in sorted(folders.items()):
        for path in sorted(folder.glob("[0-9]*.py")):
            if int(path.name.partition("_")[0]) > BEFORE_THE_FIRST_RELEASE[member]:
                yield path


def faults_of(revision: Path) -> list[Fault]:
    """`revision` is its Python file. Going back may lose what came since: only the way forward is looked at."""
    said = "\n".join(path.read_text() for path in (revision, revision.with_suffix(".sql")) if path.exists())
    allowed: set[str] = set()
    for found in SAID.finditer(said):
        if found["word"] == "short":
            allowed |= HOLDS
        elif RELEASE.match(found["why"]):
            allowed |= NARROWS
    statements = statements_of(revision)
    return [
        Fault(revision.stem, rule, statement)
        for rule, statement in _found(statements)
        if rule in (NARROWS | HOLDS) - allowed
    ]


def statements_of(revision: Path) -> str:
    """The SQL that it executes: of the file beside it, or what Alembic would write without a database."""
    beside = revision.with_suffix(".sql")
    if beside.exists():
        return beside.read_text().partition("-- downgrade\n")[0]
    spec = importlib.util.spec_from_file_location(f"revision_{revision.stem}", revision)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written, "literal_binds": True}
    )
    # The chassis' own revisions name their roles after who migrates.
    config = Config(attributes={"url": "postgresql://service_owner@localhost/service"})
    with EnvironmentContext(config, ScriptDirectory(str(revision.parent))), Operations.context(context):
        module.upgrade()
    return written.getvalue()


def _found(statements: str) -> Iterator[tuple[str, str]]:
    squawk = Path(sys.executable).parent / "squawk"
    words = [squawk, "--reporter", "Json", "--assume-in-transaction", "--no-error-on-unmatched-pattern"]
    done = subprocess.run(words, input=statements, capture_output=True, text=True, check=False)
    # 0: nothing found; 1: something. Anything else is no answer.
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    lines = statements.splitlines()
    for one in json.loads(done.stdout or "[]"):
        if one["rule_name"] == "syntax-error":
            raise RuntimeError(f"line {one['line'] + 1}: {one['message']}")
        yield one["rule_name"], lines[one["line"]].strip()


if __name__ == "__main__":
    main()

"""Loads the demo data of each service that has some, once per version of its code and per database."""

import hashlib
import importlib.util
import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suite import cluster
from suite.environment import service_environment
from suite.installation import Installation
from suite.keyring import write_private
from suite.part import base_environment, python
from suite.sentences import CannotGoOn

if TYPE_CHECKING:
    from suite.cli.progress import Progress

# Accounts first: the others refer to them.
ORDER = ("identity", "demarches", "documents", "ticketing", "notifier")

# A command run by the demo may log on the same stream: what begins with a time or a brace is no account.
LOGGED = re.compile(r"\s*(\{|\d{4}-\d\d-\d\d[T ])")


class DemoFailed(CannotGoOn):
    """The demo data of one service could not be loaded."""

    def __init__(self, service: str, output: str) -> None:
        super().__init__(
            f"Les données de démonstration de {service} n’ont pas pu être chargées.",
            f"The demo data of {service} could not be loaded.\n{output.strip()[-2000:]}",
        )


def load_demo(installation: Installation, progress: "Progress", *, again: bool = False) -> None:
    """`again` runs them whatever was loaded before; they are repeatable."""
    stamp = _read(installation)
    for service in ORDER:
        folder = _package(service)
        if folder is None or not ((folder / "demo.py").exists() or (folder / "demo").is_dir()):
            continue
        digest = _digest(folder)
        if not again and stamp.get(service, {}).get("code") == digest:
            continue
        with progress.step(f"démonstration : {service}"):
            stamp[service] = {"code": digest, "accounts": _run(installation, service)}
        write_private(_path(installation), json.dumps(stamp, indent=2, ensure_ascii=False))


def demo_accounts(installation: Installation) -> list[str]:
    stamp = _read(installation)
    return [line for service in ORDER for line in stamp.get(service, {}).get("accounts", [])]


def _run(installation: Installation, service: str) -> list[str]:
    done = subprocess.run(
        [python(), "-m", f"{service}.demo"],
        check=False,
        env={**base_environment(), **service_environment(installation, service)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        raise DemoFailed(service, done.stdout + done.stderr)
    return [line for line in done.stdout.splitlines() if line.strip() and not LOGGED.match(line)]


def _path(installation: Installation) -> Path:
    """Inside the data it speaks of, so that wiping one wipes the other."""
    if url := installation.outside.database_url:
        name = hashlib.sha256(url.encode()).hexdigest()[:12]
        return installation.state.data / f"demo-{name}.json"
    if cluster.is_chosen():
        return installation.state.data / "cluster" / "parvis-demo.json"
    return installation.state.data / "postgres" / "data" / "parvis-demo.json"


def _read(installation: Installation) -> dict[str, dict[str, Any]]:
    path = _path(installation)
    return json.loads(path.read_text()) if path.exists() else {}


def _package(service: str) -> Path | None:
    found = importlib.util.find_spec(service)
    return Path(found.origin).parent if found and found.origin else None


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]

"""`parvis logs [name]`: the last lines, then what comes, until Ctrl-C; each line with its process when all are shown."""

import sys
import time
from pathlib import Path

from suite.sentences import CannotGoOn
from suite.servers.server import last_lines
from suite.state import State


class UnknownProcess(CannotGoOn):
    """There is no log of that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        names = ", ".join(known) or "–"
        super().__init__(
            f"Aucun journal nommé {name} ; il y a : {names}.", f"No log called {name}; there are: {names}."
        )


def logs(name: str | None, *, lines: int = 20) -> int:
    found = {path.stem: path for path in sorted(State.chosen().logs.glob("*.log"))}
    if name is not None and name not in found:
        raise UnknownProcess(name, list(found))
    shown = {name: found[name]} if name else found
    for one, path in shown.items():
        _print(one if name is None else None, last_lines(path, 100 if name else lines))
    # A pipe wants what is there, a person wants what comes.
    if sys.stdout.isatty():
        _follow(shown, prefixed=name is None)
    return 0


def _follow(paths: dict[str, Path], *, prefixed: bool) -> None:
    offsets = {name: path.stat().st_size for name, path in paths.items()}
    while True:
        for name, path in paths.items():
            size = path.stat().st_size
            if size > offsets[name]:
                with path.open("rb") as stream:
                    stream.seek(offsets[name])
                    _print(name if prefixed else None, stream.read().decode(errors="replace").rstrip("\n"))
            offsets[name] = size
        time.sleep(0.3)


def _print(name: str | None, text: str) -> None:
    for line in text.splitlines():
        print(f"{name:<17} {line}" if name else line, flush=True)

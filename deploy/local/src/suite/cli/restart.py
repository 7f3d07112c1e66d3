"""`parvis restart [name]`: end a process; the supervisor starts it anew, with the code as it is now."""

import asyncio
import time
from pathlib import Path

import asyncpg

from suite.cluster import twin_of
from suite.installation import Installation
from suite.provision.migrations import behind
from suite.sentences import CannotGoOn
from suite.state import State
from suite.supervisor.records import Board, Condition, Record, find
from suite.topology import SERVICES

# The nursery too, first: it holds the chassis as it was when it started.
OURS = ("nursery", *SERVICES, "gateway.public", "gateway.internal")

BACK_WITHIN, PAIRED_WITHIN = 45.0, 180.0


class NotRunning(CannotGoOn):
    """There is nothing to restart."""

    def __init__(self) -> None:
        super().__init__("Parvis n’est pas démarré : make up.", "Parvis is not running: make up.")


class NoSuchProcess(CannotGoOn):
    """Nothing of that name runs."""

    def __init__(self, name: str, known: list[str]) -> None:
        names = ", ".join(known)
        super().__init__(
            f"Aucun processus nommé {name} ; il y a : {names}.", f"No process called {name}; there are: {names}."
        )


class StillAway(CannotGoOn):
    """Its twin still answers, and is left alone: a release that does not start must not end the one that runs."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} ne revient pas : son jumeau n’a pas été redémarré (make logs P={name}).",
            f"{name} does not come back: its twin was left alone (make logs P={name}).",
        )


def restart(name: str | None, *, quiet: bool = False) -> int:
    path = State.chosen().run / "status.json"
    board = Board.read(path)
    if board is None or not board.supervised():
        raise NotRunning
    programs = [one for one in OURS if one != "nursery"]
    ended = [name] if name else programs
    if name is None or twin_of(name) in programs:
        # First, for it holds their code as it was when it started. Its other children live on without it.
        ended = ["nursery", *ended]
    chosen = [record for record in board.records if record.name == name or twin_of(record.name) in ended]
    if name is not None and not chosen:
        raise NoSuchProcess(name, [record.name for record in board.records])
    # Of a pair, one goes on while the other comes back; where there is one of each, all together take no longer than one, and
    # end only once the nursery that starts them has come back: it takes the longest.
    are_paired = any(twin_of(record.name) != record.name for record in chosen)
    nurseries = [record for record in chosen if record.name == "nursery"]
    others = [record for record in chosen if record.name != "nursery"]
    for some in [[record] for record in chosen] if are_paired else [nurseries, others]:
        for record in some:
            if process := find(record.pid, record.started):
                process.terminate()
        for record in some:
            is_back = _wait(path, record, seconds=PAIRED_WITHIN if are_paired else BACK_WITHIN)
            if are_paired and not is_back:
                raise StillAway(record.name)
            if not is_back and (process := find(record.pid, record.started)):
                # Whoever hangs hears no request to end.
                process.kill()
                is_back = _wait(path, record, seconds=BACK_WITHIN)
            if not quiet:
                print(f"↻ {record.name}" if is_back else f"… {record.name} démarre encore (make status)")
    if not quiet:
        _tell_of_the_schema()
    return 0


def _tell_of_the_schema() -> None:
    """A migration is of one release, not of one process: `make up` runs it, before their new code."""
    try:
        late = ", ".join(asyncio.run(behind(Installation.chosen().admin_url, SERVICES)))
    except (OSError, asyncpg.PostgresError, TimeoutError):
        # No database to ask, which says so itself.
        return
    if late:
        print(
            f"⚠ Ce code apporte un nouveau schéma ({late}), qu’un redémarrage n’installe pas : make up l’apportera. / "
            "This code brings a new schema, which a restart does not install: make up will."
        )


def _wait(path: Path, before: Record, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        board = Board.read(path)
        for record in board.records if board else ():
            fresh = record.name == before.name and record.pid != before.pid
            if fresh and record.condition is Condition.RUNNING:
                return True
        time.sleep(0.05)
    return False

"""What Tab proposes for a word: read at once from what lies on this machine, never asked of a service."""

from collections.abc import Callable, Iterable

Proposes = Callable[[str], list[str]]


def _beginning_with(known: Callable[[], Iterable[str]]) -> Proposes:
    def proposed(incomplete: str) -> list[str]:
        return [name for name in known() if name.startswith(incomplete)]

    return proposed


def _services() -> Iterable[str]:
    from suite.topology import SERVICES

    return SERVICES


def _signers() -> Iterable[str]:
    from suite.topology import SIGNERS

    return SIGNERS


def _faults() -> Iterable[str]:
    from suite.faults.exercises import FAULTS

    return FAULTS


def _processes() -> Iterable[str]:
    from suite.state import State
    from suite.supervisor.records import Board

    board = Board.read(State.chosen().run / "status.json")
    return [record.name for record in board.records] if board else []


def _logs() -> Iterable[str]:
    from suite.state import State

    return sorted(path.stem for path in State.chosen().logs.glob("*.log"))


def _backups() -> Iterable[str]:
    from suite.backup.sets import Places
    from suite.state import State

    return Places.chosen(State.chosen()).names()


services, signers, faults = _beginning_with(_services), _beginning_with(_signers), _beginning_with(_faults)
processes, logs, backups = _beginning_with(_processes), _beginning_with(_logs), _beginning_with(_backups)

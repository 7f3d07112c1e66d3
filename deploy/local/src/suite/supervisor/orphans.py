"""Processes left by a supervisor that was killed: found by pid and start time, ended, never anybody else's."""

import contextlib
import signal

import psutil

from suite.servers.server import end_group
from suite.supervisor.records import Board, find, wait_gone

KILLED_WITHIN = 60.0


def end_orphans(board: Board | None, *, grace: float = 5.0) -> list[str]:
    """Returns the names of what was ended. The board must be of a supervisor that is gone."""
    if board is None:
        return []
    alive = {record.name: found for record in board.records if (found := find(record.pid, record.started))}
    for floor in sorted({record.floor for record in board.records}, reverse=True):
        _end([alive[record.name] for record in board.records if record.floor == floor and record.name in alive], grace)
    return list(alive)


def _end(processes: list[psutil.Process], grace: float) -> None:
    for process in processes:
        # PostgreSQL takes INT as « now, but cleanly »; the others end on it as well.
        _tell(process, signal.SIGINT)
    stubborn = wait_gone(processes, grace)
    for process in stubborn:
        end_group(process.pid)
    # Killed: only a machine that stalls keeps them, and their ports, any longer.
    wait_gone(stubborn, KILLED_WITHIN)


def _tell(process: psutil.Process, number: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)

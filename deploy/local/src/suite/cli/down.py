"""`parvis down`: ask the supervisor to stop everything, and make sure it did."""

import os
import signal
import time

from suite.state import State
from suite.supervisor.orphans import end_orphans
from suite.supervisor.records import Board, find, wait_gone

# The slowest chain: entrances, then services, then servers, each with its grace.
PATIENCE_SECONDS = 120.0


def down() -> int:
    stopped = stop_suite(State.chosen())
    print("Parvis est arrêté." if stopped else "Parvis ne tournait pas.")
    return 0


def stop_suite(state: State) -> bool:
    """Returns False when nothing was running."""
    path = state.run / "status.json"
    board = Board.read(path)
    if board is None:
        return False
    running = board.supervised()
    if running:
        os.kill(board.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while find(board.pid, board.started) and time.monotonic() < deadline:
            time.sleep(0.05)
        if left := find(board.pid, board.started):
            left.kill()
            wait_gone([left], 5)
            board = Board.read(path) or board
    ended = end_orphans(board)
    path.unlink(missing_ok=True)
    return running or bool(ended)

"""All the keepers together: starts in the order of needs, stops in the reverse order."""

import os
import shutil
import threading
from pathlib import Path

from suite.part import Part
from suite.supervisor.keeper import Keeper
from suite.supervisor.records import Board, start_time
from suite.supervisor.watching import LOOK_SECONDS


class Supervisor:
    """`parts` come in an order where what is needed or used precedes who needs or uses it."""

    def __init__(self, parts: list[Part], *, logs: Path, board: Path, port_base: int = 0) -> None:
        self._path = board
        self._writing = threading.Lock()
        held, excused = board.parent / "held", board.parent / "excused"
        # What an exercise of a former life held down is held no more.
        for left in (held, excused):
            shutil.rmtree(left, ignore_errors=True)
        self.keepers = {
            part.name: Keeper(
                part,
                logs / f"{part.name}.log",
                changed=self._write,
                hold=held / part.name,
                excused=excused / part.name,
            )
            for part in parts
        }
        for number, floor in enumerate(self._floors()):
            for keeper in floor:
                keeper.record.floor = number
        records = [keeper.record for keeper in self.keepers.values()]
        self._board = Board(os.getpid(), start_time(os.getpid()) or 0.0, port_base, records)
        self._over = threading.Event()
        self._unwritten = False
        self._board.write(board)

    def start(self) -> None:
        for keeper in self.keepers.values():
            keeper.keep([self.keepers[need] for need in keeper.part.needs])
        threading.Thread(target=self._look, name="looking", daemon=True).start()

    def stop(self) -> None:
        self._over.set()
        for floor in reversed(self._floors()):
            threads = [threading.Thread(target=keeper.stop) for keeper in floor]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            for keeper in self.keepers.values():
                keeper.look()
            if self._unwritten:
                self._write()

    def _floors(self) -> list[list[Keeper]]:
        """Keepers by depth: those on one floor neither need nor use each other."""
        depth: dict[str, int] = {}
        for name, keeper in self.keepers.items():
            below = (*keeper.part.needs, *keeper.part.uses)
            depth[name] = 1 + max((depth[other] for other in below), default=-1)
        floors: list[list[Keeper]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
        for name, keeper in self.keepers.items():
            floors[depth[name]].append(keeper)
        return floors

    def _write(self) -> None:
        with self._writing:
            try:
                self._board.write(self._path)
                self._unwritten = False
            except OSError:
                # A full disk: nobody stops keeping a process for that. What could not be written is, at the next look.
                self._unwritten = True

"""`parvis status`: the table of processes, as the supervisor last wrote it."""

import time
from dataclasses import asdict
from datetime import timedelta

from suite.cli.tables import print_json
from suite.state import State
from suite.supervisor.records import Board, Condition, Record

MARKS = {
    Condition.WAITING: "…",
    Condition.STARTING: "…",
    Condition.RUNNING: "✓",
    Condition.RESTARTING: "↻",
    Condition.FAILING: "✗",
    Condition.STOPPED: "–",
}
TITLES = ("", "process", "pid", "state", "since", "restarts", "address")


def status(*, json: bool = False) -> int:
    """0 when all runs, 3 when something does not, 4 when nothing does (as `systemctl status` has it)."""
    board = Board.read(State.chosen().run / "status.json")
    supervised = board is not None and board.supervised()
    if json:
        print_json({"supervised": supervised, "processes": [asdict(one) for one in board.records] if board else []})
    if board is None:
        if not json:
            print("Parvis n’est pas démarré : make up")
        return 4
    whole = supervised and board.all_running()
    if json:
        return 0 if whole else 3
    if not supervised:
        print("Le superviseur est mort ; make up reprend tout en main, make down arrête ce qui reste.")
    print(table(board.records, now=time.time()))
    for record in board.records:
        if record.condition in {Condition.FAILING, Condition.RESTARTING} and record.last_words:
            print(f"\n{record.name} :\n  " + "\n  ".join(record.last_words.splitlines()))
    return 0 if whole else 3


def table(records: list[Record], *, now: float) -> str:
    lines = [TITLES, *(_line(record, now) for record in records)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(TITLES))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _line(record: Record, now: float) -> tuple[str, ...]:
    return (
        MARKS[record.condition],
        record.name,
        str(record.pid or "–"),
        record.condition.value,
        str(timedelta(seconds=round(max(0.0, now - record.since)))),
        str(record.restarts),
        record.address,
    )

"""What the processes wrote while one trace went: from their logs' last megabytes, in the order of time."""

import json
import re
from pathlib import Path
from typing import NamedTuple

# Of each log, so that a page never reads for long.
LOOKED_AT = 16 << 20
MOST = 500
TRACE = re.compile(r"[0-9a-f]{32}")
# Told apart on the page, or the same on every line.
NOT_FACTS = {"event", "level", "timestamp", "service", "trace_id"}


class LogLine(NamedTuple):
    at: str
    service: str
    level: str
    words: str
    facts: tuple[tuple[str, str], ...]


def lines_of(folder: Path, trace_id: str) -> list[LogLine]:
    """Empty for what is no trace's id: it is compared with what others wrote, never run."""
    if TRACE.fullmatch(trace_id) is None or not folder.is_dir():
        return []
    found = [line for file in folder.glob("*.log") for line in _matching(file, trace_id)]
    return sorted(found, key=lambda line: line.at)[:MOST]


def _matching(file: Path, trace_id: str) -> list[LogLine]:
    # However the line is spaced: whose it is, is read from the line itself.
    wanted = trace_id.encode()
    with file.open("rb") as read:
        read.seek(max(0, file.stat().st_size - LOOKED_AT))
        return [line for raw in read if wanted in raw and (line := _line(raw, trace_id)) is not None]


def _line(raw: bytes, trace_id: str) -> LogLine | None:
    try:
        said = json.loads(raw)
        if said["trace_id"] != trace_id:
            return None
        facts = tuple((name, str(value)) for name, value in said.items() if name not in NOT_FACTS)
        return LogLine(said["timestamp"], said["service"], said.get("level", ""), said["event"], facts)
    except (ValueError, KeyError, AttributeError, TypeError):
        # Cut where reading began, or not one of ours.
        return None

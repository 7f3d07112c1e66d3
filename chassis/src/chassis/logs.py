"""Structured logs, one JSON line per fact, tied to the trace. Ids yes; names, addresses and bodies never."""

import logging
import sys
from contextlib import suppress
from typing import Any, BinaryIO, cast

import msgspec
import structlog
from structlog.types import EventDict, WrappedLogger

from chassis import telemetry

log: Any = structlog.get_logger()


def start(service: str, level: str) -> None:
    """Write to standard output. Values are encoded, so a line break in one cannot forge a line."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_trace,
            _with_service(service),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.BytesLoggerFactory(cast(BinaryIO, Unfailing(sys.stdout.buffer))),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format='{"level":"%(levelname)s","event":"%(name)s"}')


class Unfailing:
    """A file of log lines. A full disk costs lines, never the request that they tell of."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, line: bytes) -> None:
        with suppress(OSError):
            self._file.write(line)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()


def _as_json(line: EventDict, **_: Any) -> bytes:
    return msgspec.json.encode(line, enc_hook=repr)


def _with_trace(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    trace_id = telemetry.trace_id()
    if trace_id is not None:
        line["trace_id"] = trace_id
    return line


def _with_service(service: str) -> Any:
    def add(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        line["service"] = service
        return line

    return add

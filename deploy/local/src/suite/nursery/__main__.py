"""`python -m suite.nursery <descriptor of a socket>`: forks on demand, until the socket closes."""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import traceback
from typing import Any, NoReturn

from litestar import Litestar

from suite.topology import SERVICES

# What every process of ours loads anyway, or several of them at some cost.
SHARED = (
    "chassis.serve",
    "chassis.service",
    "chassis.pages",
    "contracts.forms",
    "asyncpg",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
    "jinja2",
    "babel.dates",
    "babel.support",
    "holidays",
    "icalendar",
    "anyio._backends._asyncio",
    "opentelemetry.exporter.otlp.proto.http.trace_exporter",
    # Reads every module there is, so every page of them: 9 MiB if a child does it.
    "requests",
)

# Importing a package writes into the pages of all it touches: done after the fork, each child would pay for its copy
# (18 MiB of 26). So the nursery knows the code as it was when it started: `parvis restart` ends it first.
PROGRAMS = (*SERVICES, "gateway.public", "gateway.internal")


def main(descriptor: int) -> None:
    door = socket.socket(fileno=descriptor)
    for name in SHARED:
        importlib.import_module(name)
    # What the framework loads when it makes its first application.
    Litestar(logging_config=None)
    for name in PROGRAMS:
        try:
            importlib.import_module(f"{name}.main")
        except Exception:
            # It takes nobody with it: its own process will say the same in its own log.
            traceback.print_exc()
    # A thread would not survive the fork, and what it holds locked would stay locked.
    assert threading.active_count() == 1, threading.enumerate()
    gc.collect()
    # The collector must not write into the pages that children share.
    gc.freeze()
    # The children are watched by the supervisor; the kernel buries them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    door.sendall(b'{"ready": true}\n')
    with door.makefile() as requests:
        for line in requests:
            pid = os.fork()
            if pid == 0:
                become(door, json.loads(line))
            door.sendall(json.dumps({"pid": pid}).encode() + b"\n")


def become(door: socket.socket, request: dict[str, Any]) -> NoReturn:
    """From here on this process is the service it was asked to be."""
    os.setpgid(0, 0)
    os.nice(request["niceness"])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(request["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(log)
    door.close()
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = ["chassis.serve", request["program"]]
    code = 1
    try:
        importlib.import_module("chassis.serve").main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Not sys.exit: nothing of the parent is ours to tidy.
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))

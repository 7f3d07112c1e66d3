"""What one process that serves all five services and both entrances would hold in memory, beside one process for each.

`python tests/load/all_in_one.py`, beside a suite that runs (`make up`, same PARVIS_PORT_BASE): its processes of ours are
measured, held down, replaced with one process that runs the same code on the same servers, measured, and brought back.
A trial and not a way to run it: docs/decisions/0036 says why.
"""

import asyncio
import contextlib
import importlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import uvicorn
import uvloop

from chassis import logs
from chassis.observe import Observe
from chassis.settings import Settings
from suite.environment import gateway_environment, service_environment
from suite.installation import Installation
from suite.part import base_environment
from suite.supervisor.records import Board, find
from suite.topology import SERVICES

ENTRANCES = ("gateway.public", "gateway.internal")
QUIET_SECONDS = 130


def environments(installation: Installation) -> dict[str, dict[str, str]]:
    told = {service: service_environment(installation, service) for service in SERVICES}
    told["gateway.public"] = gateway_environment(installation, installation.ports.public)
    told["gateway.internal"] = gateway_environment(installation, installation.ports.internal)
    return told


def serve_all() -> None:
    """The one process: an application after the other is made, with its own settings, then all run in one loop."""
    told = json.loads(sys.stdin.read())
    logs.start("all", "WARNING")
    servers: list[uvicorn.Server] = []
    for member, environment in told.items():
        os.environ.update(environment)
        settings = Settings()  # pyright: ignore[reportCallIssue]
        app = importlib.import_module(f"{member}.main").create_app(settings)
        observed = Observe(app, at_the_edge=member in ENTRANCES)
        config = uvicorn.Config(
            observed,  # pyright: ignore[reportArgumentType]
            host=settings.http_host,
            port=settings.http_port,
            http="httptools",
            access_log=False,
            log_config=None,
        )
        servers.append(uvicorn.Server(config))

    async def all_of_them() -> None:
        await asyncio.gather(*(server.serve() for server in servers))

    uvloop.run(all_of_them())


def memory(pids: list[int]) -> float:
    return sum(psutil.Process(pid).memory_full_info().pss for pid in pids) / 2**20


@contextlib.contextmanager
def held_down(run: Path, names: tuple[str, ...]) -> Iterator[None]:
    board = Board.read(run / "status.json")
    assert board is not None, "make up first"
    (run / "held").mkdir(exist_ok=True)
    for name in names:
        (run / "held" / name).touch()
    try:
        for record in board.records:
            if record.name in names and (process := find(record.pid, record.started)):
                process.terminate()
                process.wait(60)
        yield
    finally:
        for name in names:
            (run / "held" / name).unlink(missing_ok=True)


def answers(port: int) -> bool:
    with (
        contextlib.suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10) as told,
    ):
        return told.status == 200
    return False


def main() -> None:
    installation = Installation.chosen()
    run, told = installation.state.run, environments(installation)
    board = Board.read(run / "status.json")
    assert board is not None, "make up first"
    assert board.all_running(), "make up first"
    time.sleep(QUIET_SECONDS)
    apart = {r.name: memory([r.pid]) for r in board.records if r.pid and r.name in ("nursery", *told)}
    print(f"a process for each: {sum(apart.values()):.0f} MiB", {name: round(size) for name, size in apart.items()})
    with held_down(run, tuple(told)):
        one = subprocess.Popen(
            [sys.executable, __file__, "serve"], stdin=subprocess.PIPE, env=base_environment(), text=True
        )
        assert one.stdin is not None
        one.stdin.write(json.dumps(told))
        one.stdin.close()
        try:
            ports = [int(environment["PARVIS_HTTP_PORT"]) for environment in told.values()]
            while not all(answers(port) for port in ports):
                assert one.poll() is None, "it ended"
                time.sleep(1)
            time.sleep(QUIET_SECONDS)
            print(f"one process for all: {memory([one.pid]):.0f} MiB")
        finally:
            one.terminate()
            one.wait(60)


if __name__ == "__main__":
    serve_all() if sys.argv[1:] == ["serve"] else main()

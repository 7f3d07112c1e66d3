"""What the suite costs when nobody asks anything of it, and how soon it is there."""

import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import psutil
from figures import Measure, bounded

from kit.suite import RunningSuite
from suite.state import CHECKOUT

SERVERS = ("postgres", "nats", "s3", "mailbox", "traces")


QUIET_SECONDS = 130


def idle(suite: RunningSuite) -> list[Measure]:
    """A suite that was started on data that is there, and that nobody has asked anything for two minutes: connections
    which the start used are given back by then."""
    time.sleep(QUIET_SECONDS)
    ours, servers = used(suite)
    return [
        bounded("idle memory, whole suite (PSS)", ours + servers, at_most=700, unit="MiB"),
        bounded(
            "idle memory, five services, gateway and their nursery (PSS)",
            ours,
            at_most=400,
            unit="MiB",
            reference=f"servers, mailbox and trace viewer: {servers:,.0f} MiB",
        ),
    ]


def worked(suite: RunningSuite) -> list[Measure]:
    """The same at once after the work of loading the demo, for who wants to know what a busy one keeps."""
    ours, servers = used(suite)
    figure = f"{ours + servers:,.0f} MiB"
    return [
        Measure(what="memory at once after loading the demo (PSS)", figure=figure, reference=f"ours {ours:,.0f} MiB")
    ]


def used(suite: RunningSuite) -> tuple[float, float]:
    """Proportional set size of every process, children included, in MiB: ours, and the servers'."""
    used: dict[str, int] = defaultdict(int)
    seen: set[int] = set()
    processes = suite.processes()
    # The nursery's children are the services: each is counted under its own name.
    for name, pid in sorted(processes.items(), key=lambda item: item[0] == "nursery"):
        parent = psutil.Process(pid)
        family = [parent] if name == "nursery" else [parent, *parent.children(recursive=True)]
        for process in family:
            if process.pid not in seen:
                seen.add(process.pid)
                used[name] += process.memory_full_info().pss
    servers = sum(used[name] for name in SERVERS) / 2**20
    return sum(used.values()) / 2**20 - servers, servers


def restart(suite: RunningSuite, folder: Path, *, cold: float) -> list[Measure]:
    """`make down && make up` on data that is there."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith("OTEL_")}
    environment |= {
        "PARVIS_STATE": str(folder),
        "PARVIS_PORT_BASE": str(suite.ports.base),
        "PARVIS_RATE_LIMITS": "0",
        "PARVIS_TRACE_SAMPLING": "0.1",
    }
    command = [sys.executable, "-m", "suite"]
    subprocess.run([*command, "down"], cwd=CHECKOUT, env=environment, check=True, capture_output=True)
    begun = time.perf_counter()
    subprocess.run([*command, "up"], cwd=CHECKOUT, env=environment, check=True, capture_output=True)
    warm = time.perf_counter() - begun
    return [
        bounded(
            "start of the installed suite, demo there",
            warm,
            at_most=15,
            unit="s",
            reference=f"first start, with migrations and demo: {cold:.1f} s",
        )
    ]

"""A cluster goes from release to release, and back, one process after the other, while people file dossiers and read pages:
none of their requests fails.

PARVIS_UPGRADE_REQUESTS=10000 runs it, with so many requests at least. PARVIS_UPGRADE_RELEASES names commits of this
repository, oldest first; without it each release is this checkout under another name. Schemas are the newest ones from the
beginning, as where migrations come first: what is older than this checkout runs on a schema that is ahead of it.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from applicants import Record, Visit, keep_filing

from kit.eventually import eventually
from kit.suite import RunningSuite, running_suite
from suite.cluster import TWINS
from suite.cluster.release import CHOSEN, MEMBERS
from suite.state import CHECKOUT
from suite.topology import SERVICES

REQUESTS = int(os.environ.get("PARVIS_UPGRADE_REQUESTS", "0"))
COMMITS = os.environ.get("PARVIS_UPGRADE_RELEASES", "").split()
APPLICANTS, READERS = 2, 3
PAGES = ("/", "/demarches", "/api/demarches/v1/catalogue", "/guide", "/aide")
RUNNING = re.compile(r'parvis_running_code\{version="([^"]+)"\} 1')
pytestmark = pytest.mark.skipif(
    not REQUESTS, reason="PARVIS_UPGRADE_REQUESTS says how many requests none of which may fail"
)


@dataclass
class Journey:
    suite: RunningSuite
    record: Record
    ran: list[set[str]] = field(default_factory=list[set[str]])
    """After each step, the releases that the processes said they were."""
    steps: list[str] = field(default_factory=list[str])


def releases(folder: Path) -> list[tuple[str, Path]]:
    """Three, and this checkout is the last one."""
    former = [(f"release-{commit[:8]}", exported(folder / commit[:8], commit)) for commit in COMMITS]
    own = [(f"checkout-{number}", CHECKOUT) for number in range(1, 5)]
    return [*[*former, *own][:3], ("checkout", CHECKOUT)]


def exported(folder: Path, commit: str) -> Path:
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", commit, *MEMBERS], cwd=CHECKOUT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    built = Path("gateway") / "src" / "gateway" / "static"
    shutil.copytree(CHECKOUT / built, folder / built, dirs_exist_ok=True)
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def journey(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Journey]:
    folder = tmp_path_factory.mktemp("upgrades")
    first, *later = releases(folder / "releases")
    file = folder / "release"
    choose(file, *first)
    with running_suite(folder, PARVIS_RATE_LIMITS="0", PARVIS_CLUSTER="1", **{CHOSEN: str(file)}) as suite:
        await eventually(suite.is_whole, within=300)
        done, until = Journey(suite, Record()), asyncio.Event()
        people = [asyncio.create_task(keep_filing(suite, done.record, until)) for _ in range(APPLICANTS)]
        people += [asyncio.create_task(keep_reading(suite, done.record, until)) for _ in range(READERS)]
        began = time.monotonic()
        try:
            # Three upgrades, and the last one taken back.
            for name, code in [*later, later[-2]]:
                choose(file, name, code)
                await renewed(suite)
                done.steps.append(name)
                done.ran.append(await running(suite))
                report(done, seconds=time.monotonic() - began)
            await eventually(lambda: done.record.asked >= REQUESTS, within=3600, every=1)
        finally:
            until.set()
            await asyncio.gather(*people)
        report(done, seconds=time.monotonic() - began)
        yield done


def choose(file: Path, name: str, code: Path) -> None:
    file.write_text(f"{name} {code}\n")


async def renewed(suite: RunningSuite) -> None:
    restarted = await asyncio.to_thread(suite.parvis, "restart")
    assert restarted.returncode == 0, restarted.stdout + restarted.stderr


async def running(suite: RunningSuite) -> set[str]:
    ports = [
        suite.ports.twin_of(name, twin) for name in (*SERVICES, "gateway.public", "gateway.internal") for twin in TWINS
    ]
    async with httpx.AsyncClient(timeout=60) as http:
        told = [(await http.get(f"http://127.0.0.1:{port}/metrics")).text for port in ports]
    return {version for one in told for version in RUNNING.findall(one)}


async def keep_reading(suite: RunningSuite, record: Record, until: asyncio.Event) -> None:
    visit = Visit(suite, record)
    for path in cycle(PAGES):
        if until.is_set():
            return
        assert await visit.read(path)


def report(done: Journey, *, seconds: float) -> None:
    if path := os.environ.get("PARVIS_CHAOS_REPORT"):
        figures = {
            "steps": done.steps,
            "seconds": round(seconds),
            "requests": done.record.asked,
            "refused": done.record.refused,
            "connections broken": done.record.lost,
            "bare": done.record.bare[:20],
            "accepted": len(done.record.accepted),
        }
        Path(path).write_text(json.dumps(figures, indent=2) + "\n")


async def test_no_request_failed_over_three_upgrades_and_a_rollback(journey: Journey):
    assert journey.record.asked >= REQUESTS
    assert (journey.record.bare, journey.record.refused, journey.record.lost) == ([], 0, 0)


async def test_each_step_was_one(journey: Journey):
    assert [*journey.ran] == [{name} for name in journey.steps]
    assert len(journey.steps) == 4


async def test_every_accepted_dossier_is_there(journey: Journey):
    assert journey.record.visits
    for visit in journey.record.visits:
        dossier = await visit.read_back()
        assert (dossier["reference"], dossier["status"]) == (visit.reference, "submitted")

"""A cluster goes from release to release, and back, one process after the other, while people file dossiers and read pages:
none of their requests fails.

PARVIS_UPGRADE_REQUESTS=10000 runs it, with so many requests at least. Each release is another tree: this checkout, and
copies of it that tell another build, with a migration more each. PARVIS_UPGRADE_RELEASES names commits of this repository,
oldest first, that come before them; PARVIS_UPGRADE_TREES how many trees there are in all (4). Migrations come first, then the processes one after the other: what is older runs
beside what is newer, on a schema that is ahead of it, and so does what is taken back.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
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
from suite.keyring import Keyring
from suite.state import CHECKOUT
from suite.topology import SERVICES

REQUESTS = int(os.environ.get("PARVIS_UPGRADE_REQUESTS", "0"))
COMMITS = os.environ.get("PARVIS_UPGRADE_RELEASES", "").split()
APPLICANTS, READERS = 2, 3
PAGES = ("/", "/demarches", "/api/demarches/v1/catalogue", "/guide", "/aide")
RELEASES = int(os.environ.get("PARVIS_UPGRADE_TREES", "4"))
MIGRATION = """from alembic import op

revision = "{number:04}_release_{build}"
down_revision = "{before}"


def upgrade() -> None:
    op.execute("alter table dossiers add column of_release_{build} text not null default '{build}'")


def downgrade() -> None:
    op.execute("alter table dossiers drop column of_release_{build}")
"""
pytestmark = pytest.mark.skipif(
    not REQUESTS, reason="PARVIS_UPGRADE_REQUESTS says how many requests none of which may fail"
)


@dataclass
class Journey:
    suite: RunningSuite
    record: Record
    ran: list[set[str]] = field(default_factory=list[set[str]])
    """After each step, the builds that the processes said they were."""
    beside: set[frozenset[str]] = field(default_factory=set[frozenset[str]])
    """Builds that were seen to run at the same time."""
    steps: list[str] = field(default_factory=list[str])


@dataclass
class Release:
    build: str
    code: Path
    migrates: bool = False


def releases(folder: Path) -> list[Release]:
    """Four, oldest first; each builds on the one before."""
    made = [Release(commit[:8], exported(folder / commit[:8], commit)) for commit in COMMITS][: RELEASES - 1]
    made.append(Release("checkout", changed(folder / "checkout", CHECKOUT, "checkout")))
    while len(made) < RELEASES:
        build = f"next{len(made)}"
        made.append(Release(build, changed(folder / build, made[-1].code, build, migrating=True), migrates=True))
    return made


def changed(folder: Path, former: Path, build: str, *, migrating: bool = False) -> Path:
    """A copy of a tree that says which build it is, with a migration more."""
    for member in MEMBERS:
        shutil.copytree(former / member / "src", folder / member / "src", ignore=shutil.ignore_patterns("__pycache__"))
    named(folder, build)
    if migrating:
        versions = folder / "services" / "demarches" / "src" / "demarches" / "migrations" / "versions"
        last = max(path.stem for path in versions.glob("[0-9]*.py"))
        number = int(last[:4]) + 1
        text = MIGRATION.format(number=number, build=build, before=last)
        (versions / f"{number:04}_release_{build}.py").write_text(text)
    return folder


def named(folder: Path, build: str) -> None:
    health = folder / "chassis" / "src" / "chassis" / "health.py"
    said, replaced = re.subn(
        r'return \{"status": "alive".*\}', f'return {{"status": "alive", "build": "{build}"}}', health.read_text()
    )
    assert replaced, f"{build} does not say that it is alive where this looks"
    health.write_text(said)


def exported(folder: Path, commit: str) -> Path:
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", commit, *MEMBERS], cwd=CHECKOUT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    built = Path("gateway") / "src" / "gateway" / "static"
    shutil.copytree(CHECKOUT / built, folder / built, dirs_exist_ok=True)
    named(folder, commit[:8])
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def journey(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Journey]:
    folder = tmp_path_factory.mktemp("upgrades")
    first, *later = trees = releases(folder / "releases")
    file = folder / "release"
    choose(file, first)
    with running_suite(folder, PARVIS_RATE_LIMITS="0", PARVIS_CLUSTER="1", **{CHOSEN: str(file)}) as suite:
        await eventually(suite.is_whole, within=300)
        done, until = Journey(suite, Record()), asyncio.Event()
        people = [asyncio.create_task(keep_filing(suite, done.record, until)) for _ in range(APPLICANTS)]
        people += [asyncio.create_task(keep_reading(suite, done.record, until)) for _ in range(READERS)]
        people.append(asyncio.create_task(keep_looking(done, until)))
        began = time.monotonic()
        try:
            # Three upgrades, and the last one taken back.
            for release in [*later, trees[-2]]:
                if release.migrates and release.build not in done.steps:
                    await migrated(suite, release)
                choose(file, release)
                await renewed(suite)
                done.steps.append(release.build)
                done.ran.append(await running(suite))
                report(done, seconds=time.monotonic() - began)
            await eventually(lambda: enough(done, people), within=3600, every=1)
        finally:
            until.set()
            await asyncio.gather(*people)
        report(done, seconds=time.monotonic() - began)
        yield done


def enough(done: Journey, people: list[asyncio.Task[None]]) -> bool:
    """Whoever gave up says so here: nobody would ask any more."""
    for one in people:
        if one.done():
            one.result()
    return done.record.asked >= REQUESTS


def choose(file: Path, release: Release) -> None:
    file.write_text(f"{release.build} {release.code}\n")


async def migrated(suite: RunningSuite, release: Release) -> None:
    """By the new release's own code, before any process of it starts."""
    assert suite.state is not None
    password = Keyring(suite.state.secrets).passwords("database")["demarches_owner"]
    url = f"postgresql+asyncpg://demarches_owner:{password}@127.0.0.1:{suite.ports.postgres}/demarches"
    path = os.pathsep.join(str(release.code / member / "src") for member in MEMBERS)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "PARVIS_OWNER_DATABASE_URL": url}
    command = [sys.executable, "-m", "chassis.migrate", "demarches", "upgrade", "head"]
    done = await asyncio.to_thread(
        subprocess.run, command, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


async def renewed(suite: RunningSuite) -> None:
    restarted = await asyncio.to_thread(suite.parvis, "restart")
    assert restarted.returncode == 0, restarted.stdout + restarted.stderr


async def running(suite: RunningSuite) -> set[str]:
    """The builds that those which answer say they are."""
    ports = [
        suite.ports.twin_of(name, twin) for name in (*SERVICES, "gateway.public", "gateway.internal") for twin in TWINS
    ]
    async with httpx.AsyncClient(timeout=60) as http:
        told = [await http.get(f"http://127.0.0.1:{port}/health/live") for port in ports]
    return {str(one.json().get("build", "")) for one in told}


async def keep_looking(done: Journey, until: asyncio.Event) -> None:
    """Which builds run side by side: all seen within a second or two."""
    while not until.is_set():
        with suppress(httpx.TransportError, ValueError):
            done.beside.add(frozenset(await running(done.suite)))
        await asyncio.sleep(2)


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
            "builds side by side": sorted(sorted(one) for one in done.beside if len(one) > 1),
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
    assert journey.ran == [{name} for name in journey.steps]
    assert len(journey.steps) == RELEASES
    assert len(journey.steps) == 2 or journey.steps[-1] == journey.steps[-3]


async def test_former_and_new_code_ran_side_by_side_forth_and_back(journey: Journey):
    latest, former = journey.steps[-2:]

    assert frozenset({former, latest}) in journey.beside


async def test_every_accepted_dossier_is_there(journey: Journey):
    assert journey.record.visits
    for visit in journey.record.visits:
        dossier = await visit.read_back()
        assert (dossier["reference"], dossier["status"]) == (visit.reference, "submitted")

"""Parts of the running suite are made to fail: services tell of it, people are told honestly, and everything heals by itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import pytest_asyncio
from applicants import HONEST, Record, Visit

from gateway.internal.operations.samples import Dependency, read
from kit.eventually import eventually
from kit.suite import RunningSuite

pytestmark = pytest.mark.requirement("SR-01")

# A busy machine measures late: what is shown is that it is told, and that it ends.
PATIENCE = 150
# Who tells of what.
TELLERS = {"mail": "notifier", "bus": "demarches", "objects": "documents", "database": "demarches"}


@pytest_asyncio.fixture(loop_scope="session")
async def exercised(suite: RunningSuite) -> AsyncIterator[RunningSuite]:
    """Whatever a test does, the next one finds everything well."""
    if suite.state is None:
        pytest.skip("this suite was not started by the tests")
    yield suite
    for one in await faults(suite):
        if one["on"]:
            await asyncio.to_thread(suite.parvis, "fault", "off", one["name"])
    for name in TELLERS:
        await eventually(lambda name=name: is_well(suite, name), within=PATIENCE, every=1)


async def faults(suite: RunningSuite) -> list[dict[str, Any]]:
    done = await asyncio.to_thread(suite.parvis, "fault", "list", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["faults"]


async def begin(suite: RunningSuite, *names: str) -> None:
    for name in names:
        done = await asyncio.to_thread(suite.parvis, "fault", "on", name, "--for", "600")
        assert done.returncode == 0, done.stderr


async def told(suite: RunningSuite, name: str) -> Dependency | None:
    """What the service that stands on it last found; None while it does not say."""
    url = f"http://127.0.0.1:{suite.ports.service(TELLERS[name])}/metrics"
    async with httpx.AsyncClient(timeout=60) as http:
        with suppress(httpx.TransportError):
            return read((await http.get(url)).text, 0).dependencies.get(name)
    return None


async def is_well(suite: RunningSuite, name: str) -> bool:
    found = await told(suite, name)
    return found is not None and found.up and found.seconds < 1


async def is_away(suite: RunningSuite, name: str) -> bool:
    found = await told(suite, name)
    return found is not None and not found.up


async def is_slow(suite: RunningSuite, name: str) -> bool:
    found = await told(suite, name)
    return found is not None and (not found.up or found.seconds > 1)


async def test_bus_store_and_mail_fail_and_a_citizen_is_served(exercised: RunningSuite):
    """Without bus, store and mail a request without piece is accepted; its acknowledgement comes when they are back."""
    suite, record = exercised, Record()
    await begin(suite, "bus-cut", "objects-down", "slow-mail")

    await eventually(lambda: is_away(suite, "bus"), within=PATIENCE, every=1)
    await eventually(lambda: is_away(suite, "objects"), within=PATIENCE, every=1)
    await eventually(lambda: is_slow(suite, "mail"), within=PATIENCE, every=1)
    visit = Visit(suite, record)
    await visit.file()
    assert (record.bare, visit.reference != "") == ([], True)
    assert {one["name"] for one in await faults(suite) if one["on"]} == {"bus-cut", "objects-down", "slow-mail"}

    for name in ("bus-cut", "objects-down", "slow-mail"):
        await asyncio.to_thread(suite.parvis, "fault", "off", name)
    await eventually(lambda: suite.mails(visit.email), within=PATIENCE, every=1)
    for name in ("bus", "objects", "mail"):
        await eventually(lambda name=name: is_well(suite, name), within=PATIENCE, every=1)


async def test_a_slow_database_is_told_and_nobody_meets_a_bare_failure(exercised: RunningSuite):
    suite = exercised
    await begin(suite, "slow-database")

    await eventually(lambda: is_slow(suite, "database"), within=PATIENCE, every=1)
    origin = suite.portal("").removeprefix("http://")
    async with httpx.AsyncClient(timeout=60) as http:
        page = await http.get(f"http://127.0.0.1:{suite.ports.public}/demarches", headers={"host": origin})
    assert page.status_code in {200, *HONEST}

    await asyncio.to_thread(suite.parvis, "fault", "off", "slow-database")
    await eventually(lambda: is_well(suite, "database"), within=PATIENCE, every=1)


async def test_an_unknown_exercise_gets_a_sentence(suite: RunningSuite):
    if suite.state is None:
        pytest.skip("this suite was not started by the tests")
    said = await asyncio.to_thread(suite.parvis, "fault", "on", "everything")

    assert (said.returncode, "Traceback" in said.stderr) == (1, False)

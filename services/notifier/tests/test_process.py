"""The notifier as it really runs: a process of its own, which can be killed and which tells its spans."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from postal.line import UnrulyLine
from postal.mailbox import Mails
from postal.owners import Owners, a_submission, facts_of
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from kit.eventually import eventually
from kit.servers import Servers, free_port
from kit.service import settings_for
from notifier.delivery.slots import TOTAL

# PARVIS_CHAOS_ROUNDS=5 kills five times during 200 mails, =125 during 5,000.
KILLS = int(os.environ.get("PARVIS_CHAOS_ROUNDS", "2"))
MAILS = 40 * KILLS
TRACE = "0af7651916cd43dd8448eb211c80319c"


class NotifierProcess:
    """On servers of its own: no other notifier takes its messages."""

    def __init__(self, servers: Servers, line: UnrulyLine, urls: dict[str, str]) -> None:
        self._servers, self._line, self._urls = servers, line, urls
        self._process: subprocess.Popen[bytes] | None = None
        admin = servers.postgres.admin_url.replace("postgresql://", "postgresql+asyncpg://", 1).rpartition("/")[0]
        self._admin = create_async_engine(f"{admin}/notifier", isolation_level="AUTOCOMMIT")

    async def start(self) -> None:
        port = free_port()
        told = {"nats_url": self._servers.nats.address, "smtp_url": self._line.url, "http_port": port}
        settings = settings_for("notifier", self._servers, self._urls, **told)
        environment = {f"PARVIS_{name.upper()}": str(value) for name, value in settings if value is not None}
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = self._servers.traces.address
        self._process = _spawned(environment)
        await eventually(lambda: _is_ready(port))

    def kill(self) -> None:
        """As `kill -9` does: nothing is said, nothing is finished."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def rows(self, statement: str, **values: Any) -> list[Any]:
        async with self._admin.connect() as connection:
            answer = await connection.execute(text(statement), values)
            return list(answer.mappings()) if answer.returns_rows else []

    async def close(self) -> None:
        self.kill()
        await self._admin.dispose()


def _spawned(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chassis.serve", "notifier"]
    return subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)


async def _is_ready(port: int) -> bool:
    try:
        async with httpx.AsyncClient(timeout=60) as http:
            return (await http.get(f"http://127.0.0.1:{port}/health/ready")).status_code == 200
    except httpx.HTTPError:
        return False


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def apart(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Any, ...]]:
    folder: Path = tmp_path_factory.mktemp("apart")
    servers = Servers(folder)
    try:
        urls = await servers.database("notifier")
        await servers.provision_bus()
        line = UnrulyLine(servers.mailbox.smtp_port)
        await line.up()
        owners, mails = await Owners.connect(servers), Mails(servers.mailbox.address)
        process = NotifierProcess(servers, line, urls)
        await process.start()
        yield process, line, owners, mails, servers
        await process.close()
        await owners.close()
        await mails.close()
        await line.down()
    finally:
        servers.close()


@pytest.mark.requirement("SR-01")
async def test_the_trace_of_the_click_goes_on_to_the_smtp_dialogue(apart, tenant):
    _, _, owners, mails, servers = apart
    person = owners.somebody()

    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person), trace=TRACE)

    mail = await mails.one_to(person.email)
    assert mail.trace_id == TRACE

    async def spans():
        async with httpx.AsyncClient(base_url=servers.traces.address, timeout=60) as http:
            told = await http.get(f"/api/traces/{TRACE}")
        return told.text if told.status_code == 200 and "SMTP send" in told.text else None

    trace = await eventually(spans)
    assert "ask ask.demarches.message_facts.v1" in trace
    assert mail.message_id.strip("<>") in trace
    assert person.email not in trace


@pytest.mark.requirement("NT-06")
async def test_killed_between_sending_and_the_answer_it_says_unknown_and_sends_again_with_the_same_id(apart, tenant):
    process, line, owners, mails, _ = apart
    person = owners.somebody()
    line.rules[person.email].hold = asyncio.Event()
    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    await eventually(lambda: line.given[person.email])

    process.kill()
    [left] = await process.rows("select status, attempts from notifications where cause_id = :cause", cause=cause)
    line.rules[person.email].hold = None
    # The lease runs out.
    await process.rows("update deliveries set lease_until = now() where tenant = :tenant", tenant=tenant)
    await process.start()

    async def ended():
        asked = "select * from notifications where cause_id = :cause and status = 'accepted'"
        return await process.rows(asked, cause=cause)

    [row] = await eventually(ended)
    assert (left["status"], left["attempts"][0]["outcome"]) == ("sending", None)
    assert [attempt["outcome"] for attempt in row["attempts"]] == ["unknown", "accepted"]
    first, second = await mails.to(person.email)
    assert first.message_id == second.message_id


@pytest.mark.requirement("NT-06")
async def test_killed_again_and_again_it_loses_nothing_and_repeats_no_more_than_it_was_killed(apart, tenant):
    process, line, owners, mails, _ = apart
    people = [owners.somebody() for _ in range(MAILS)]
    for person in people:
        line.rules[person.email].delay = 0.2
        await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    async def count(condition: str) -> int:
        asked = f"select count(*) as count from notifications where tenant = :tenant and {condition}"
        return (await process.rows(asked, tenant=tenant))[0]["count"]

    async def all_are(condition: str) -> bool:
        return await count(condition) == len(people)

    async def more_than(done: int) -> bool:
        return await count("status = 'accepted'") > done

    await eventually(lambda: all_are("true"))
    for _ in range(KILLS):
        done = await count("status = 'accepted'")
        if done < len(people):
            await eventually(partial(more_than, done))
        process.kill()
        await process.rows("update deliveries set lease_until = now() where tenant = :tenant", tenant=tenant)
        await process.start()

    await eventually(lambda: all_are("status = 'accepted'"), within=60 + 30 * KILLS)
    repeated = 0
    for person in people:
        arrived = await mails.to(person.email)
        assert len({mail.message_id for mail in arrived}) == 1
        [row] = await process.rows(
            "select attempts from notifications where tenant = :tenant and recipient = :recipient",
            tenant=tenant,
            recipient=f"account:{person.account_id}",
        )
        # Whatever has come twice is told.
        unknown = [attempt for attempt in row["attempts"] if attempt["outcome"] == "unknown"]
        assert 1 <= len(arrived) <= 1 + len(unknown)
        repeated += len(arrived) - 1
    assert repeated <= KILLS * TOTAL

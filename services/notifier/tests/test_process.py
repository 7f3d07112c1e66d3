"""The notifier as it really runs: a process of its own, which can be killed and which tells its spans."""

import asyncio
import os
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
from postal.process import NotifierProcess

from kit.eventually import eventually
from kit.servers import Servers
from notifier.delivery.slots import TOTAL

# PARVIS_CHAOS_ROUNDS=5 kills five times during 200 mails, =125 during 5,000.
KILLS = int(os.environ.get("PARVIS_CHAOS_ROUNDS", "2"))
MAILS = 40 * KILLS
TRACE = "0af7651916cd43dd8448eb211c80319c"


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
        process = NotifierProcess(servers, line.url, urls)
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

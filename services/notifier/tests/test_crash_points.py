"""A letter's process dies at each point of its way, again and again: the letter comes, and has one effect."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nats
import pytest
import pytest_asyncio
from postal.bus_line import BusLine
from postal.crash_points import POINTS, TWICE, Around, everything_published
from postal.line import UnrulyLine
from postal.mailbox import Mails
from postal.owners import Owners, a_submission, facts_of
from postal.process import NotifierProcess

from kit.eventually import eventually
from kit.servers import Servers
from suite.nursery.parts import Nursery
from suite.topology import PROVISIONER

# The gate of P2 is 50 at each.
CRASHES = int(os.environ.get("PARVIS_CRASHES_AT_EACH_POINT", "1"))
# So that what was given to a dead process is given again soon.
GIVEN_AGAIN_AFTER = 3.0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mortal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Any, ...]]:
    folder: Path = tmp_path_factory.mktemp("mortal")
    servers, nursery = Servers(folder), Nursery()
    bearing = nursery.spawn(Path(os.devnull))
    try:
        urls = await servers.database("notifier")
        await servers.provision_bus()
        password = servers.keyring.passwords("bus")[PROVISIONER]
        inbox = f"_INBOX_{PROVISIONER}".encode()
        client = await nats.connect(servers.nats.address, user=PROVISIONER, password=password, inbox_prefix=inbox)
        heard = await client.jetstream().consumer_info("demarches", "notifier")
        heard.config.ack_wait = GIVEN_AGAIN_AFTER
        await client.jetstream().add_consumer("demarches", heard.config)
        await eventually(nursery.ready, within=120)
        line, bus = UnrulyLine(servers.mailbox.smtp_port), BusLine(servers.nats.address)
        await line.up()
        await bus.up()
        owners, mails = await Owners.connect(servers), Mails(servers.mailbox.address)
        process = NotifierProcess(servers, line.url, urls, nursery=nursery, nats_url=bus.url)
        await process.start()
        yield Around(process, line, bus, owners, client.jetstream()), mails
        await process.close()
        await owners.close()
        await mails.close()
        await line.down()
        await bus.down()
        await client.close()
    finally:
        bearing.kill()
        servers.close()


@pytest.mark.requirement("NT-06")
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.__name__)
async def test_killed_at_each_point_a_letter_has_one_effect(mortal, tenant, point):
    around, mails = mortal
    process, people = around.process, [around.owners.somebody() for _ in range(CRASHES)]

    for person in people:
        async with point(around, person) as until_there:
            facts = facts_of("dossier_received", person)
            await until_there(await around.owners.says(a_submission(), tenant=tenant, facts=facts))
            process.kill()
        # The lease runs out.
        await process.rows("update deliveries set lease_until = now() where tenant = :tenant", tenant=tenant)
        await process.start()

    async def letters() -> list[Any]:
        found = await process.rows("select * from notifications where tenant = :tenant", tenant=tenant)
        ended = [row for row in found if row["status"] == "accepted"]
        return ended if len(ended) >= len(people) else []

    rows = await eventually(letters, within=60 + 5 * CRASHES)
    emails = {f"account:{person.account_id}": person.email for person in people}
    assert sorted(row["recipient"] for row in rows) == sorted(emails)
    for row in rows:
        arrived = await mails.to(emails[row["recipient"]])
        # What is written is sent at once: it may be under way as well when its acknowledgement is what the process dies of.
        unknown = [attempt for attempt in row["attempts"] if attempt["outcome"] == "unknown"]
        assert (2 if point in TWICE else 1) <= len(arrived) <= 1 + len(unknown)
        assert len({mail.message_id for mail in arrived}) == 1
    await eventually(lambda: everything_published(process), within=120)
    [said] = await process.rows("select count(*) as events from outbox")
    assert (await around.stream.stream_info("notifier")).state.messages == said["events"]

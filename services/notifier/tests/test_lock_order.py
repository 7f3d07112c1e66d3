"""Two who change the same things at the same moment lock them in one order: neither waits for the other in a ring."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from chassis.actor import Actor
from kit.actors import a_member
from kit.eventually import eventually
from notifier.commands.hooks.call import BeginCall, EndCall, begin_call, end_call
from notifier.commands.hooks.endpoints import AddEndpoint, OfEndpoint, add_endpoint, remove_endpoint
from notifier.commands.hooks.tell import SpreadEvent, TryEndpoint, spread_event, try_endpoint
from notifier.commands.letters.reach_recipient import (
    BeginRecipient,
    SkipRecipient,
    begin_recipient,
    skip_recipient,
)
from notifier.commands.letters.send_issue import OfIssue, cancel_issue
from notifier.domain.hooks.endpoint import KINDS, Wanted
from notifier.domain.letters.issue import Issue, Status, Words
from notifier.domain.letters.recipient import Recipient
from notifier.domain.letters.refusals import IssueNotSending

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def manager(tenant):
    return a_member(tenant, "notifier.integrations.manage", "notifier.publications.edit")


@pytest.fixture
def sender(tenant):
    return Actor.of_service("notifier", tenant)


@asynccontextmanager
async def held(notifier, actor, of, what: UUID):
    """Somebody holds it; whoever wants it stands in a row behind him until the block ends."""
    has, release = asyncio.Event(), asyncio.Event()

    async def hold(wanted: UUID, uow) -> None:
        await of(uow).get(wanted)
        has.set()
        await release.wait()

    holding = asyncio.create_task(notifier.run(hold, what, actor=actor))
    await has.wait()
    try:
        yield
    finally:
        release.set()
        await holding


async def in_the_row(notifier, count: int) -> None:
    async def look():
        rows = await notifier.rows(
            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        )
        return len(rows) >= count

    await eventually(look)


async def one_after_the_other(notifier, *acts):
    """They come to wait in this order."""
    tasks = []
    for act in acts:
        tasks.append(asyncio.create_task(act))
        await in_the_row(notifier, len(tasks))
    return tasks


async def a_webhook(notifier, manager) -> UUID:
    wanted = Wanted(url="https://x.example/", kinds=KINDS[:1])
    add = AddEndpoint(endpoint_id=uuid4(), wanted=wanted, sealed="never opened")
    return (await notifier.run(add_endpoint, add, actor=manager)).id


async def a_delivery(notifier, manager, endpoint: UUID):
    """Written, and on nobody's list: only this test calls."""
    return await notifier.run(unqueued(try_endpoint), TryEndpoint(endpoint), actor=manager)


def unqueued(handler):
    async def run(command, uow):
        made = await handler(command, uow)
        await uow.flush()
        for_this_test = "delete from deliveries where tenant = (select current_setting('app.tenant')::uuid)"
        await uow.connection.exec_driver_sql(for_this_test)
        return made

    return run


@pytest.mark.requirement("NT-05")
@pytest.mark.parametrize(
    "call", [(begin_call, BeginCall), (end_call, lambda of: EndCall(delivery_id=of, code=200))], ids=["begun", "ended"]
)
async def test_a_webhook_is_removed_while_it_is_being_called(notifier, manager, sender, call):
    endpoint = await a_webhook(notifier, manager)
    delivery = await a_delivery(notifier, manager, endpoint)
    handler, command = call

    async with held(notifier, manager, lambda uow: uow.endpoints, endpoint):
        removing, calling = await one_after_the_other(
            notifier,
            notifier.run(remove_endpoint, OfEndpoint(endpoint), actor=manager),
            notifier.run(handler, command(delivery.id), actor=sender),
        )

    assert await removing is None
    assert await calling is None
    assert await notifier.rows("select 1 from hook_deliveries where id = :id", id=delivery.id) == []


@pytest.mark.requirement("NT-05")
async def test_an_event_spread_while_its_webhook_was_removed_is_forgotten(notifier, manager, sender):
    endpoint = await a_webhook(notifier, manager)
    spread = SpreadEvent(event_id=uuid4(), event_type=KINDS[0], occurred_at=NOW, data={})
    await notifier.run(unqueued(spread_event), spread, actor=sender)
    [orphan] = await notifier.rows("select id from hook_deliveries where event_id = :id", id=spread.event_id)
    await notifier.rows("delete from hook_endpoints where id = :id returning 1", id=endpoint)

    called = await notifier.run(begin_call, BeginCall(orphan["id"]), actor=sender)

    assert called is None
    assert await notifier.rows("select 1 from hook_deliveries where id = :id", id=orphan["id"]) == []


async def an_issue_under_way(notifier, manager) -> Recipient:
    """With its one reader."""

    async def make(_, uow):
        written = {"words": Words(subject="Lettre"), "written_at": uow.now, "written_by": uuid4()}
        issue = uow.issues.add(Issue(id=uuid4(), status=Status.SENDING, audience=1, **written))
        await uow.flush()
        return uow.recipients.add(Recipient(id=uuid4(), issue_id=issue.id, subscriber_id=uuid4()))

    return await notifier.run(make, None, actor=manager)


@pytest.mark.requirement("NT-02")
@pytest.mark.parametrize("what", ["begun", "skipped"])
async def test_an_issue_is_cancelled_while_its_last_reader_is_begun_or_skipped(notifier, manager, sender, what):
    reader = await an_issue_under_way(notifier, manager)
    skip = SkipRecipient(recipient_id=reader.id, reason="left")
    act = (begin_recipient, BeginRecipient(reader.id)) if what == "begun" else (skip_recipient, skip)

    async with held(notifier, manager, lambda uow: uow.issues, reader.issue_id):
        cancelling, reaching = await one_after_the_other(
            notifier,
            notifier.run(cancel_issue, OfIssue(reader.issue_id), actor=manager),
            notifier.run(*act, actor=sender),
        )

    issue = await cancelling
    if what == "begun":
        with pytest.raises(IssueNotSending):
            await reaching
    else:
        await reaching
    [kept] = await notifier.rows("select standing from issue_recipients where id = :id", id=reader.id)
    assert (issue.status, kept["standing"]) == (Status.CANCELLED, "skipped")

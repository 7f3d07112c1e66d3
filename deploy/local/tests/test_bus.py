"""On the bus each service says its own words, hears its own queue, and touches nothing else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import nats
import pytest
from nats.aio.client import Client
from nats.errors import TimeoutError as NoAnswer

from contracts.topology import CONSUMERS, STREAMS
from kit.servers import Servers
from suite.topology import PROVISIONER

Connect = Callable[[str], Awaitable[Client]]


@pytest.fixture
async def connect(servers: Servers) -> AsyncIterator[Connect]:
    await servers.provision_bus()
    clients: list[Client] = []

    async def as_user(user: str) -> Client:
        async def remember(error: Exception) -> None:
            errors.append(str(error))

        errors: list[str] = []
        client = await nats.connect(
            servers.nats.url,
            user=user,
            password=servers.keyring.passwords("bus")[user],
            inbox_prefix=f"_INBOX_{user}".encode(),
            error_cb=remember,
        )
        client.refusals = errors  # type: ignore[attr-defined]
        clients.append(client)
        return client

    yield as_user
    for client in clients:
        await client.close()


async def test_a_service_publishes_its_own_events(connect: Connect) -> None:
    identity = await connect("identity")

    kept = await identity.jetstream().publish("identity.trial.said.v1", b"{}")

    assert kept.stream == "identity"


@pytest.mark.parametrize(
    "subject",
    [
        "demarches.dossier.submitted.v1",
        "$JS.API.STREAM.PURGE.identity",
        "$JS.API.STREAM.DELETE.identity",
        "$JS.API.STREAM.UPDATE.identity",
        "$JS.API.STREAM.CREATE.mine",
        "$JS.API.STREAM.MSG.DELETE.identity",
        "$JS.API.CONSUMER.CREATE.identity.spy",
        "$JS.API.CONSUMER.DURABLE.CREATE.demarches.identity",
        "$JS.API.CONSUMER.DELETE.demarches.notifier",
        "$JS.API.CONSUMER.MSG.NEXT.demarches.notifier",
        "$JS.ACK.demarches.notifier.1.1.1.1.1",
        "ask.ticketing.message_facts.v1",
    ],
)
async def test_a_service_is_refused_what_is_not_its_own(connect: Connect, subject: str) -> None:
    identity = await connect("identity")

    with pytest.raises(NoAnswer):
        await identity.request(subject, b"{}", timeout=0.3)

    assert any("permissions violation" in refusal.lower() for refusal in identity.refusals)  # type: ignore[attr-defined]


@pytest.mark.parametrize("subject", ["demarches.>", ">", "_INBOX_demarches.>", "ask.demarches.>", "$JS.>"])
async def test_a_service_cannot_listen_to_others(connect: Connect, subject: str) -> None:
    identity = await connect("identity")

    await identity.subscribe(subject)
    await identity.flush()
    await asyncio.sleep(0.1)

    assert any("permissions violation" in refusal.lower() for refusal in identity.refusals)  # type: ignore[attr-defined]


async def test_a_service_reads_its_own_queue(connect: Connect) -> None:
    identity, notifier = await connect("identity"), await connect("notifier")
    await identity.jetstream().publish("identity.account.trial.v1", b'{"n": 1}')
    queue = await notifier.jetstream().pull_subscribe_bind("notifier", stream="identity")

    found = await queue.fetch(1, timeout=60)
    await found[0].ack_sync(timeout=60)

    assert found[0].subject.startswith("identity.account.")


async def test_a_question_is_answered_by_its_owner_alone(connect: Connect) -> None:
    identity, notifier = await connect("identity"), await connect("notifier")

    async def answer(message: object) -> None:
        await message.respond(b'{"contacts": []}')  # type: ignore[attr-defined]

    await identity.subscribe("ask.identity.contacts.v1", queue="identity", cb=answer)
    await identity.flush()

    answered = await notifier.request("ask.identity.contacts.v1", b"{}", timeout=60)

    assert answered.data == b'{"contacts": []}'


async def test_the_gateway_hears_live_what_it_must_forget_and_says_nothing(connect: Connect) -> None:
    gateway, identity = await connect("gateway"), await connect("identity")
    heard = await gateway.subscribe("identity.session.>")
    await gateway.flush()

    await identity.jetstream().publish("identity.session.closed.v1", b"{}")

    assert (await heard.next_msg(5)).subject == "identity.session.closed.v1"
    with pytest.raises(NoAnswer):
        await gateway.request("identity.session.closed.v1", b"{}", timeout=0.3)


async def test_provisioning_again_keeps_messages_and_positions(servers: Servers, connect: Connect) -> None:
    identity = await connect("identity")
    before = await identity.jetstream().publish("identity.trial.said.v1", b"{}")

    await servers.provision_bus()

    after = await identity.jetstream().publish("identity.trial.said.v1", b"{}")
    assert after.seq == before.seq + 1


async def test_what_somebody_deleted_is_missed_until_it_is_made_again(servers: Servers, connect: Connect) -> None:
    nats, whole = servers.nats, {"streams": len(STREAMS), "consumers": len(CONSUMERS)}
    provisioner = await connect(PROVISIONER)
    assert not nats.lacks(**whole)

    await provisioner.request("$JS.API.CONSUMER.DELETE.demarches.notifier", b"", timeout=60)
    assert nats.lacks(**whole)
    await provisioner.request("$JS.API.STREAM.DELETE.ticketing", b"", timeout=60)
    assert nats.lacks(**whole)

    await servers.provision_bus()
    assert not nats.lacks(**whole)

"""Events out, events in: nothing lost, no effect twice, poison set aside."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import nats
import pytest
import pytest_asyncio
from notebook.main import SealNote, WriteNote, seal_note, write_note

from chassis import bus, consumer
from chassis.bus import Bus, Outgoing
from chassis.commands import Commands
from chassis.ids import new_id
from contracts.demarches import DossierDecided
from contracts.events import Envelope
from kit.actors import a_citizen, a_member
from kit.eventually import eventually
from kit.service import ServiceUnderTest, problem
from suite.topology import PROVISIONER


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demarches(notebook: ServiceUnderTest) -> AsyncIterator[Bus]:
    """The bus as the démarches service sees it."""
    connected = await connect_as("demarches", notebook)
    yield connected
    await connected.close()


async def connect_as(user: str, service: ServiceUnderTest) -> Bus:
    password = service.servers.keyring.passwords("bus")[user]
    return await bus.connect(service.servers.nats.address, service=user, user=user, password=password)


def a_decision(tenant: UUID, outcome: str, **changes: Any) -> Envelope:
    event = DossierDecided(dossier_id=uuid4(), outcome=outcome, decided_at=datetime.now(UTC))
    facts = {
        "id": new_id(),
        "source": "demarches",
        "type": event.type,
        "subject": event.dossier_id,
        "time": datetime.now(UTC),
        "tenant": tenant,
        "sequence": 1,
        "actor": "test",
        "data": msgspec.Raw(msgspec.json.encode(event)),
    }
    return Envelope(**{**facts, **changes})


async def publish(sender: Bus, envelope: Envelope) -> None:
    # A fresh message id each time: what reaches the service twice did get past the bus' own memory.
    await sender.publish([Outgoing(uuid4(), envelope.type, msgspec.json.encode(envelope), None)])


async def notes_of(notebook: ServiceUnderTest, tenant: UUID) -> list[str]:
    rows = await notebook.rows("select text from notes where tenant = :t order by id", t=tenant)
    return [row["text"] for row in rows]


async def test_what_is_committed_reaches_the_stream_in_order(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    note = await notebook.run(write_note, WriteNote("x"), actor=author)
    await notebook.run(seal_note, SealNote(note.id), actor=author)

    async def published() -> bool:
        return all(event["published_at"] for event in await notebook.published(tenant))

    await eventually(published)
    sequences = [event["stream_sequence"] for event in await notebook.published(tenant)]
    assert sequences == sorted(sequences)


async def test_an_event_that_comes_three_times_takes_effect_once(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID
):
    envelope = a_decision(tenant, "accepted")

    for _ in range(3):
        await publish(demarches, envelope)
    await publish(demarches, a_decision(tenant, "after"))

    async def both() -> bool:
        return "after" in await notes_of(notebook, tenant)

    await eventually(both)
    assert await notes_of(notebook, tenant) == ["accepted", "after"]


async def test_a_stream_that_comes_again_is_passed_over_and_what_is_new_in_it_takes_effect(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    before = [a_decision(tenant, f"before {number}") for number in range(60)]
    for envelope in before:
        await publish(demarches, envelope)

    async def all_noted() -> bool:
        return len(await notes_of(notebook, tenant)) == len(before)

    await eventually(all_noted)
    handed_over: list[UUID] = []
    run_once = Commands.run_once

    async def counted(commands: Any, *told: Any, event_id: UUID, **options: Any) -> Any:
        handed_over.append(event_id)
        return await run_once(commands, *told, event_id=event_id, **options)

    monkeypatch.setattr(Commands, "run_once", counted)
    new = a_decision(tenant, "new")
    again = [*before, new, *before, *before]
    await demarches.publish([Outgoing(uuid4(), one.type, msgspec.json.encode(one), None) for one in again])

    async def new_is_noted() -> bool:
        return "new" in await notes_of(notebook, tenant)

    await eventually(new_is_noted)
    assert len(await notes_of(notebook, tenant)) == len(before) + 1
    assert new.id in handed_over
    assert len(handed_over) < len(again) // 2


async def test_a_handler_that_fails_is_tried_again(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID, monkeypatch: Any
):
    failed: list[str] = []
    monkeypatch.setattr("notebook.main.FAILED", failed)

    await publish(demarches, a_decision(tenant, "hiccup"))

    async def arrived() -> bool:
        return await notes_of(notebook, tenant) == ["hiccup"]

    await eventually(arrived)
    assert failed == ["hiccup"]


async def test_neighbours_do_not_wait_for_poison_that_waits_for_its_next_try(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID, monkeypatch: Any
):
    failed: list[str] = []
    monkeypatch.setattr("notebook.main.FAILED", failed)
    # Its second try comes when this test is long over: whoever arrives in the meantime did not wait for it.
    monkeypatch.setattr(consumer, "BACKOFF", (3600,))
    neighbours = [f"neighbour {place}" for place in range(5)]

    await publish(demarches, a_decision(tenant, "broken"))
    for text in neighbours:
        await publish(demarches, a_decision(tenant, text))

    async def all_arrived() -> bool:
        return len(await notes_of(notebook, tenant)) == len(neighbours)

    await eventually(all_arrived)
    assert await notes_of(notebook, tenant) == neighbours
    assert failed == ["broken"]
    assert await buried_for(notebook, tenant) == []


async def test_poison_is_buried_after_its_last_try_what_time_cannot_mend_at_once(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID, monkeypatch: Any
):
    failed: list[str] = []
    monkeypatch.setattr("notebook.main.FAILED", failed)
    monkeypatch.setattr(consumer, "BACKOFF", (0.1, 0.1))
    poison = a_decision(tenant, "broken")
    wrong_shape = a_decision(tenant, "x", data=msgspec.Raw(b'{"dossier_id": 7}'))

    await publish(demarches, wrong_shape)
    await publish(demarches, poison)
    nonsense = f"not json {tenant}".encode()
    await demarches.publish([Outgoing(uuid4(), "demarches.dossier.decided.v1", nonsense, None)])

    async def all_buried() -> list[tuple[UUID, int]]:
        rows = await buried_for(notebook, tenant)
        return rows if len(rows) == 4 else []

    async def nonsense_buried() -> Any:
        return await notebook.rows("select 1 from dead_letters where envelope = :body", body=nonsense)

    rows = await eventually(all_buried)
    await eventually(nonsense_buried)
    # The wrong shape once for each of its three handlers, none of which tried twice.
    assert sorted(rows) == sorted([(poison.id, 3), *[(wrong_shape.id, 1)] * 3])
    assert failed == ["broken"] * 3


async def buried_for(notebook: ServiceUnderTest, tenant: UUID) -> list[tuple[UUID, int]]:
    rows = await notebook.rows(
        "select event_id, attempts from dead_letters where status = 'open' and tenant = :t", t=tenant
    )
    return [(row["event_id"], row["attempts"]) for row in rows]


async def test_a_dead_letter_is_listed_replayed_and_discarded(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID, monkeypatch: Any
):
    monkeypatch.setattr(consumer, "BACKOFF", ())
    operator = a_member(tenant, "platform.dead_letters.manage")
    letter, other = a_decision(tenant, "broken"), a_decision(tenant, "broken")
    await publish(demarches, letter)
    await publish(demarches, other)

    async def listed() -> list[Any]:
        answer = await notebook.call(operator, "GET", "/v1/dead-letters")
        mine = [line for line in answer.json() if line["tenant"] == str(tenant)]
        return mine if len(mine) == 2 else []

    lines = await eventually(listed)
    assert "the handler failed" in lines[0]["cause"]
    monkeypatch.setattr("notebook.main.FAILED", [])
    await notebook.rows(
        "update dead_letters set envelope = convert_to(replace(convert_from(envelope, 'utf8'), 'broken', 'mended'), 'utf8')"
        " where event_id = :id returning 1",
        id=letter.id,
    )
    path = f"/v1/dead-letters/{letter.id}/write_note_about_decision"

    replayed = await notebook.call(operator, "POST", f"{path}/replay")
    again = await notebook.call(operator, "POST", f"{path}/replay")
    discarded = await notebook.call(operator, "POST", f"/v1/dead-letters/{other.id}/write_note_about_decision/discard")

    assert (replayed.status_code, again.status_code, discarded.status_code) == (201, 404, 201)
    assert await notes_of(notebook, tenant) == ["mended"]
    noted = await notebook.rows("select action from journal where tenant = :t order by position", t=tenant)
    assert [line["action"] for line in noted] == ["dead_letter.replayed", "dead_letter.discarded"]
    assert (await notebook.call(a_member(tenant), "GET", "/v1/dead-letters")).status_code == 403


async def test_an_operator_reads_why_a_letter_is_dead_and_what_it_carried(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID
):
    operator = a_member(tenant, "platform.dead_letters.manage")
    letter = a_decision(tenant, "x", data=msgspec.Raw(b'{"dossier_id": 7}'), traceparent=f"00-{'a' * 32}-{'b' * 16}-01")
    await publish(demarches, letter)
    path = f"/v1/dead-letters/{letter.id}/write_note_about_decision"

    async def buried() -> Any:
        answer = await notebook.call(operator, "GET", path)
        return answer.json() if answer.status_code == 200 else None

    told = await eventually(buried)

    assert (told["payload"], told["trace_id"]) == ({"dossier_id": 7}, "a" * 32)
    assert (told["subject"], told["sequence"], told["can_be_replayed"]) == (str(letter.subject), 1, True)
    assert "ValidationError" in told["cause"]


async def test_a_replay_that_fails_leaves_the_letter_with_its_new_cause(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID, monkeypatch: Any
):
    monkeypatch.setattr(consumer, "BACKOFF", ())
    operator = a_member(tenant, "platform.dead_letters.manage")
    letter = a_decision(tenant, "broken")
    await publish(demarches, letter)
    path = f"/v1/dead-letters/{letter.id}/write_note_about_decision"

    async def buried() -> bool:
        return (await notebook.call(operator, "GET", path)).status_code == 200

    await eventually(buried)
    answer = await notebook.call(operator, "POST", f"{path}/replay")

    assert (answer.status_code, problem(answer)["type"]) == (409, "/problems/dead-letter-failed-again")
    after = (await notebook.call(operator, "GET", path)).json()
    assert (after["status"], after["attempts"]) == ("open", 2)
    noted = await notebook.rows("select action, subject from journal where tenant = :t", t=tenant)
    assert [(line["action"], line["subject"]) for line in noted] == [("dead_letter.failed_again", letter.id)]


async def test_one_handler_that_fails_does_not_keep_the_event_from_its_neighbours(
    notebook: ServiceUnderTest, demarches: Bus, tenant: UUID, monkeypatch: Any
):
    monkeypatch.setattr(consumer, "BACKOFF", (0.1,))

    await publish(demarches, a_decision(tenant, "broken but heard"))

    async def neighbour_has_it() -> bool:
        return await notes_of(notebook, tenant) == ["broken but heard"]

    await eventually(neighbour_has_it)


async def test_a_timer_rings_once_when_it_is_due(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    note = await notebook.run(write_note, WriteNote("x"), actor=author)

    async def schedule(_: None, uow: Any) -> None:
        await uow.schedule("seal", note.id, due_at=uow.now + timedelta(days=2))

    await notebook.run(schedule, None, actor=author)
    notebook.clock.move(timedelta(days=3))

    async def sealed() -> bool:
        return [event["type"] for event in await notebook.published(tenant)][-1] == "identity.note.sealed.v1"

    await eventually(sealed)
    notebook.clock.reset()
    [timer] = await notebook.rows("select * from timers where tenant = :t", t=tenant)
    assert timer["done_at"] is not None


async def test_a_wiped_stream_is_filled_again_from_the_outbox(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    for number in range(5):
        await notebook.run(write_note, WriteNote(str(number)), actor=author)

    async def published() -> bool:
        return all(event["published_at"] for event in await notebook.published(tenant))

    await eventually(published)
    servers = notebook.servers
    await provisioner(notebook, "$JS.API.STREAM.DELETE.identity")
    await servers.provision_bus()
    await notebook.run(write_note, WriteNote("after"), actor=author)
    servers.nats.stop()
    servers.nats.start()

    async def all_back() -> bool:
        count = await provisioner(notebook, "$JS.API.STREAM.INFO.identity")
        total = await notebook.rows("select count(*) as n from outbox")
        return count["state"]["messages"] >= total[0]["n"]

    await eventually(all_back, within=60)


async def test_a_question_is_answered_over_the_bus(notebook: ServiceUnderTest):
    class Said(msgspec.Struct):
        said: str

    notifier = await connect_as("notifier", notebook)

    answer = await notifier.ask("ask.identity.contacts.v1", Said("bonjour"), Said)

    assert answer.said == '{"said":"bonjour"}'
    await notifier.close()


async def provisioner(notebook: ServiceUnderTest, subject: str) -> dict[str, Any]:
    password = notebook.servers.keyring.passwords("bus")[PROVISIONER]
    client = await nats.connect(
        notebook.servers.nats.address,
        user=PROVISIONER,
        password=password,
        inbox_prefix=f"_INBOX_{PROVISIONER}".encode(),
    )
    answer = await client.request(subject, b"", timeout=60)
    await client.close()
    return msgspec.json.decode(answer.data)

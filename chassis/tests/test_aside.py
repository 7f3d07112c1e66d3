"""An event that the bus will never take has an end: it is set aside, seen, and holds nobody up."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest_asyncio
from notebook.main import WriteNote, write_note

from chassis.aside import MOST, RELAY, Aside
from chassis.bus import Outgoing, Published
from chassis.unit_of_work import UnitOfWork
from contracts.events import Event
from kit.actors import a_citizen, a_member
from kit.eventually import eventually
from kit.service import ServiceUnderTest

MANAGE = "platform.dead_letters.manage"


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def left_as_found(notebook: ServiceUnderTest) -> AsyncIterator[None]:
    """Others compare the outbox with the stream, where these never arrive."""
    yield
    aside = "published_at is not null and stream_sequence is null"
    await notebook.rows(f"delete from outbox where {aside} returning id")


class NoteTooLong(Event, frozen=True, kw_only=True):
    type = "identity.note.written.v1"
    about = "note_id"
    note_id: UUID
    text: str


async def write_too_long(note_id: UUID, uow: UnitOfWork) -> None:
    uow.record(NoteTooLong(note_id=note_id, text="x" * 1_500_000))


async def letters(notebook: ServiceUnderTest, event_id: UUID) -> list[dict]:
    return await notebook.rows("select * from dead_letters where event_id = :id and handler = :h", id=event_id, h=RELAY)


async def test_what_is_too_large_for_the_bus_is_set_aside_and_what_comes_after_it_leaves(
    notebook: ServiceUnderTest, tenant: UUID
):
    author, note_id = a_citizen(tenant), uuid4()
    await notebook.run(write_too_long, note_id, actor=author)
    after = await notebook.run(write_note, WriteNote("x"), actor=author)

    async def all_left() -> bool:
        told = await notebook.published(tenant)
        return len(told) == 2 and all(event["published_at"] for event in told)

    await eventually(all_left)
    told = {event["aggregate_id"]: event for event in await notebook.published(tenant)}
    assert told[after.id]["stream_sequence"] is not None
    assert told[note_id]["stream_sequence"] is None
    [letter] = await letters(notebook, told[note_id]["id"])
    assert (letter["status"], letter["cause"].split(":")[0]) == ("open", "MaxPayloadError")


async def test_it_is_on_the_desk_of_the_operators_who_may_put_it_away(notebook: ServiceUnderTest, tenant: UUID):
    await notebook.run(write_too_long, uuid4(), actor=a_citizen(tenant))
    [event] = await eventually(lambda: _set_aside(notebook, tenant))
    operator, path = a_member(None, MANAGE), f"/v1/dead-letters/{event['id']}/{RELAY}"

    shown = await notebook.call(operator, "GET", path)
    replayed = await notebook.call(operator, "POST", f"{path}/replay")
    discarded = await notebook.call(operator, "POST", f"{path}/discard")

    assert shown.json()["can_be_replayed"] is False
    assert replayed.status_code == 409
    assert discarded.json() == {"status": "discarded"}


async def _set_aside(notebook: ServiceUnderTest, tenant: UUID) -> list[dict]:
    told = await notebook.published(tenant)
    return [event for event in told if event["published_at"] and event["stream_sequence"] is None]


async def test_silence_means_never_only_while_others_are_stored_and_after_many_times(
    notebook: ServiceUnderTest, tenant: UUID
):
    aside = Aside(notebook.service.database)
    silent = Outgoing(uuid4(), "identity.note.written.v1", b"{}", None)
    alone, among = Published([], {}, [silent.id]), Published([(uuid4(), 1)], {}, [silent.id])

    while_down = [await aside.hopeless([(silent, tenant)], alone) for _ in range(2 * MOST)]
    while_up = [await aside.hopeless([(silent, tenant)], among) for _ in range(MOST)]

    assert while_down == [[]] * (2 * MOST)
    assert while_up == [[]] * (MOST - 1) + [[silent.id]]
    [letter] = await letters(notebook, silent.id)
    assert letter["attempts"] == MOST


async def test_an_answer_that_comes_after_all_forgets_the_silence(notebook: ServiceUnderTest, tenant: UUID):
    aside = Aside(notebook.service.database)
    slow = Outgoing(uuid4(), "identity.note.written.v1", b"{}", None)
    for _ in range(MOST - 1):
        await aside.hopeless([(slow, tenant)], Published([(uuid4(), 1)], {}, [slow.id]))

    await aside.hopeless([(slow, tenant)], Published([(slow.id, 2)], {}, []))

    assert await aside.hopeless([(slow, tenant)], Published([(uuid4(), 3)], {}, [slow.id])) == []

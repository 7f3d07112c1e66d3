"""The points at which a letter's process can die. Each has it stand still there: enter, say the event, wait, kill, leave."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import NamedTuple
from uuid import UUID

from nats.js import JetStreamContext

from contracts.asks import Contact
from kit.eventually import eventually

from .bus_line import BusLine
from .line import UnrulyLine
from .owners import Owners
from .process import NotifierProcess

Until = Callable[[UUID], Awaitable[None]]
# How long a process may take to come there on a machine that is shared.
PATIENCE = 120.0


class Around(NamedTuple):
    """The process, and what it talks with."""

    process: NotifierProcess
    line: UnrulyLine
    bus: BusLine
    owners: Owners
    stream: JetStreamContext


@asynccontextmanager
async def heard_not_written(around: Around, person: Contact) -> AsyncIterator[Until]:
    async with around.process.locked("lock table notifications in share mode") as is_waiting:
        yield lambda cause: _until(is_waiting)


@asynccontextmanager
async def written_not_acknowledged(around: Around, person: Contact) -> AsyncIterator[Until]:
    # What the one before could not acknowledge comes again first: its acknowledgement is not the one that is meant.
    await _until(lambda: _everything_acknowledged(around))
    with around.bus.keeping(b"PUB $JS.ACK."):
        yield lambda cause: _until(lambda: _is_written(around, cause, "true") if around.bus.kept.is_set() else False)


@asynccontextmanager
async def taken_not_begun(around: Around, person: Contact) -> AsyncIterator[Until]:
    # The question about the one before comes again first, and would stand in the way of this one.
    await _until(lambda: _everything_sent(around))
    thinking = around.owners.thinking = asyncio.Event()
    with _at_last(thinking.set):
        yield lambda cause: _until(lambda: any(asked.event_id == cause for asked in around.owners.asked))


@asynccontextmanager
async def begun_not_given(around: Around, person: Contact) -> AsyncIterator[Until]:
    keep = around.line.rules[person.email].keep = asyncio.Event()
    with _at_last(keep.set):
        yield lambda cause: _until(lambda: around.line.announced[person.email] > 0)


@asynccontextmanager
async def given_not_answered(around: Around, person: Contact) -> AsyncIterator[Until]:
    hold = around.line.rules[person.email].hold = asyncio.Event()
    with _at_last(hold.set):
        yield lambda cause: _until(lambda: around.line.given[person.email] > 0)


@asynccontextmanager
async def answered_not_noted(around: Around, person: Contact) -> AsyncIterator[Until]:
    async with AsyncExitStack() as stack, given_not_answered(around, person) as given:

        async def until(cause: UUID) -> None:
            await given(cause)
            row = "select 1 from notifications where cause_id = :cause for update"
            is_waiting = await stack.enter_async_context(around.process.locked(row, cause=cause))
            hold = around.line.rules[person.email].hold
            assert hold is not None
            hold.set()
            await _until(is_waiting)

        yield until


@asynccontextmanager
async def noted_not_published(around: Around, person: Contact) -> AsyncIterator[Until]:
    async with _publishing(around, b"PUB notifier.") as until:
        yield until


@asynccontextmanager
async def published_not_marked(around: Around, person: Contact) -> AsyncIterator[Until]:
    async with _publishing(around, b'"stream":"notifier"') as until:
        yield until


POINTS = (
    heard_not_written,
    written_not_acknowledged,
    taken_not_begun,
    begun_not_given,
    given_not_answered,
    answered_not_noted,
    noted_not_published,
    published_not_marked,
)
# The mailbox has the letter, and its process does not know: it comes twice, with one Message-ID.
TWICE = {given_not_answered, answered_not_noted}


@asynccontextmanager
async def _publishing(around: Around, word: bytes) -> AsyncIterator[Until]:
    await _until(lambda: everything_published(around.process))
    with around.bus.keeping(word):
        yield lambda cause: _until(
            lambda: _is_written(around, cause, "status = 'accepted'") if around.bus.kept.is_set() else False
        )


@contextmanager
def _at_last(act: Callable[[], None]) -> Iterator[None]:
    """Whatever failed there, the next point begins with nothing held."""
    try:
        yield
    finally:
        act()


async def everything_published(process: NotifierProcess) -> bool:
    return not await process.rows("select 1 from outbox where published_at is null")


async def _everything_acknowledged(around: Around) -> bool:
    heard = await around.stream.consumer_info("demarches", "notifier")
    return heard.num_ack_pending == 0 and heard.num_pending == 0


async def _everything_sent(around: Around) -> bool:
    return not await around.process.rows("select 1 from notifications where status <> 'accepted'")


async def _is_written(around: Around, cause: UUID, condition: str) -> bool:
    asked = f"select 1 from notifications where cause_id = :cause and {condition}"
    return bool(await around.process.rows(asked, cause=cause))


async def _until(look: Callable[[], bool | Awaitable[bool]]) -> None:
    await eventually(look, within=PATIENCE)

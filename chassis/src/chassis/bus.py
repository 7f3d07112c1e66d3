"""NATS JetStream, as much of it as we use."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec
import nats
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.errors import APIError, BadRequestError, NoStreamResponseError

from chassis import logs, telemetry
from chassis.refusals import Unavailable

A = TypeVar("A")
PUBLISH_WITHIN = 5.0
ANSWER_WITHIN = 2.0
# Neither time nor another attempt changes these.
FORBIDDEN = (nats.errors.MaxPayloadError, nats.errors.BadSubjectError, BadRequestError)
UNREACHABLE = (nats.errors.Error, APIError, NoStreamResponseError, TimeoutError, OSError)


class BusUnavailable(Unavailable):
    """La messagerie interne est momentanément indisponible."""


class Outgoing(NamedTuple):
    id: UUID
    subject: str
    body: bytes
    traceparent: str | None


class Published(NamedTuple):
    """What became of those that were sent: `(id, stream sequence)`, why the bus will never take it, and those for which
    nothing was answered in time."""

    stored: list[tuple[UUID, int]]
    refused: dict[UUID, str]
    unanswered: list[UUID]


class StreamState(NamedTuple):
    """What a stream is and how far it goes: a wiped or restored one shows here."""

    created: datetime
    last_sequence: int


class Bus:
    """A connection that mends itself. Raises `BusUnavailable` for whatever NATS cannot do now."""

    def __init__(self, client: Client) -> None:
        # nats-py leaves some of its signatures untyped.
        self._client: Any = client
        self._jetstream: JetStreamContext = self._client.jetstream(timeout=PUBLISH_WITHIN)
        self._created: dict[str, datetime] = {}

    @property
    def is_connected(self) -> bool:
        return self._client.is_connected

    async def publish(self, messages: Sequence[Outgoing]) -> Published:
        """Send all, then wait for the stream to have stored them. Raises `BusUnavailable` when it took none and refused none."""
        answers = await asyncio.gather(*(self._publish(message) for message in messages), return_exceptions=True)
        published = Published([], {}, [])
        for message, answer in zip(messages, answers, strict=True):
            if isinstance(answer, FORBIDDEN):
                published.refused[message.id] = f"{type(answer).__name__}: {answer}"
            elif isinstance(answer, BaseException):
                if not isinstance(answer, UNREACHABLE):
                    raise answer
                logs.log.warning("event not stored yet", event_id=str(message.id), cause=type(answer).__name__)
                if isinstance(answer, TimeoutError):
                    published.unanswered.append(message.id)
            else:
                published.stored.append((message.id, answer))
        if messages and not published.stored and not published.refused:
            raise BusUnavailable
        return published

    async def _publish(self, message: Outgoing) -> int:
        with telemetry.continued(message.traceparent, f"publish {message.subject}", kind="producer"):
            headers = {"Nats-Msg-Id": str(message.id), **telemetry.headers()}
            stored = await self._jetstream.publish(message.subject, message.body, headers=headers)
            return stored.seq

    async def stream_state(self, stream: str) -> StreamState:
        try:
            # The client's own type leaves `created` out.
            answer = await self._client.request(f"$JS.API.STREAM.INFO.{stream}", timeout=PUBLISH_WITHIN)
            told = msgspec.json.decode(answer.data, type=_StreamInfo)
        except UNREACHABLE as error:
            raise BusUnavailable from error
        if told.state is None or told.created is None:
            raise BusUnavailable(f"no stream {stream}")
        return StreamState(told.created, told.state.last_seq)

    async def created(self, stream: str) -> datetime:
        """When the stream was made, asked once per connection: a wiped volume comes back with another one, and who deletes
        a stream beside that is found out by `is_another`."""
        if stream not in self._created:
            self._created[stream] = (await self.stream_state(stream)).created
        return self._created[stream]

    async def is_another(self, stream: str) -> bool:
        """Whether it was deleted and made again since it was first looked at over this connection."""
        now = (await self.stream_state(stream)).created
        return self._created.setdefault(stream, now) != now

    def forget(self) -> None:
        """The connection is another one: what was known of the streams may be no longer so."""
        self._created.clear()

    async def pending(self, stream: str, durable: str) -> int:
        """How many events of the stream this consumer has not been given yet, or not acknowledged."""
        try:
            answer = await self._client.request(f"$JS.API.CONSUMER.INFO.{stream}.{durable}", timeout=PUBLISH_WITHIN)
            told = msgspec.json.decode(answer.data, type=_ConsumerInfo)
        except UNREACHABLE as error:
            raise BusUnavailable from error
        return told.num_pending + told.num_ack_pending

    async def pull(self, stream: str, durable: str) -> "Pull":
        try:
            bound = await self._jetstream.pull_subscribe_bind(consumer=durable, stream=stream)
        except UNREACHABLE as error:
            raise BusUnavailable from error
        return Pull(bound)

    async def ask(self, subject: str, question: msgspec.Struct, answer: type[A]) -> A:
        """Ask the owner of `subject`; raises `BusUnavailable` when nobody answers within 2 s."""
        with telemetry.span(f"ask {subject}", kind="client"):
            try:
                body = msgspec.json.encode(question)
                said = await self._client.request(subject, body, timeout=ANSWER_WITHIN, headers=telemetry.headers())
            except UNREACHABLE as error:
                raise BusUnavailable from error
            if said.headers and "Parvis-Refused" in said.headers:
                raise BusUnavailable(said.headers["Parvis-Refused"])
            return msgspec.json.decode(said.data, type=answer)

    async def respond(self, subject: str, queue: str, answer: Callable[[bytes], Awaitable[bytes]]) -> None:
        """Answer questions on `subject`; instances of one service share them."""

        async def on_question(message: Msg) -> None:
            with telemetry.continued((message.headers or {}).get("traceparent"), f"answer {subject}", kind="server"):
                try:
                    await message.respond(await answer(message.data))
                except Exception as error:
                    logs.log.exception("question not answered", subject=subject)
                    refusal = Msg(self._client, subject=message.reply, headers={"Parvis-Refused": type(error).__name__})
                    await self._client.publish(refusal.subject, b"", headers=refusal.headers)

        await self._client.subscribe(subject, queue=queue, cb=on_question)

    async def tell(self, subject: str, data: bytes) -> None:
        """To those who listen now; nobody keeps it. Raises `BusUnavailable` when it cannot leave."""
        try:
            await self._client.publish(subject, data)
        except UNREACHABLE as error:
            raise BusUnavailable from error

    async def listen(self, subject: str, hear: Callable[[bytes], Awaitable[None]]) -> None:
        """Hear messages as they pass, without memory: for caches, never for effects."""

        async def on_message(message: Msg) -> None:
            await hear(message.data)

        await self._client.subscribe(subject, cb=on_message)

    async def close(self) -> None:
        await self._client.close()


class Pull:
    """A durable consumer being read."""

    def __init__(self, bound: JetStreamContext.PullSubscription) -> None:
        self._bound = bound

    async def fetch(self, batch: int, *, wait: float) -> list[Msg]:
        try:
            return await self._bound.fetch(batch, timeout=wait)
        except TimeoutError:
            # The client's own error or, when the server's answer comes in the last instant, the language's: no message.
            return []
        except UNREACHABLE as error:
            raise BusUnavailable from error


class _State(msgspec.Struct):
    last_seq: int


class _StreamInfo(msgspec.Struct):
    created: datetime | None = None
    state: _State | None = None


class _ConsumerInfo(msgspec.Struct):
    num_pending: int = 0
    num_ack_pending: int = 0


async def connect(
    url: str, *, service: str, user: str, password: str, reconnected: Callable[[], None] = lambda: None
) -> Bus:
    """Connect, waiting for as long as it takes. `url` may name several servers, separated by commas. `reconnected` is called
    each time the connection comes back."""

    async def on_error(error: Exception) -> None:
        # A forbidden subject shows here and nowhere else: the caller only sees a time-out.
        logs.log.warning("bus", cause=type(error).__name__, detail=str(error))

    async def on_reconnect() -> None:
        reconnected()

    options: dict[str, Any] = {
        "user": user or None,
        "password": password or None,
        "name": service,
        "inbox_prefix": f"_INBOX_{service}".encode(),
        "max_reconnect_attempts": -1,
        "reconnect_time_wait": 0.5,
        "connect_timeout": 2,
        "ping_interval": 5,
        "max_outstanding_pings": 2,
        "error_cb": on_error,
        "reconnected_cb": on_reconnect,
    }
    while True:
        try:
            connecting: Any = nats.connect  # pyright: ignore
            return Bus(await connecting(url.split(","), **options))
        except UNREACHABLE as error:
            logs.log.warning("bus not reachable", cause=type(error).__name__)
            await asyncio.sleep(0.5)

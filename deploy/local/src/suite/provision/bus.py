"""Streams and durable consumers, from contracts.topology."""

import json
from typing import Any

import nats
from nats.aio.client import Client

from contracts import topology

DAY = 24 * 3600 * 10**9
SECOND = 10**9
# « stream name already in use with a different configuration »
DIFFERENT = 10058


async def provision_bus(url: str, user: str, password: str, *, replicas: int = 1) -> None:
    """Creates what is missing and changes what differs; messages and positions are never lost by it."""
    # Whoever runs this tries again: a server that went away must not keep this process waiting.
    client = await nats.connect(
        url.split(","), user=user, password=password, inbox_prefix=f"_INBOX_{user}".encode(), allow_reconnect=False
    )
    try:
        for stream in topology.STREAMS:
            await _ensure_stream(client, stream, replicas)
        for consumer in topology.CONSUMERS:
            await _ensure_consumer(client, consumer)
    finally:
        await client.close()


async def _ensure_stream(client: Client, name: str, replicas: int) -> None:
    configuration = {
        "name": name,
        "subjects": [f"{name}.>"],
        "retention": "limits",
        "storage": "file",
        "discard": "old",
        "max_age": 14 * DAY,
        "duplicate_window": 300 * SECOND,
        "num_replicas": replicas,
        "max_consumers": -1,
        "max_msgs": -1,
        "max_bytes": -1,
    }
    answer = await _ask(client, f"STREAM.CREATE.{name}", configuration)
    if answer.get("error", {}).get("err_code") == DIFFERENT:
        answer = await _ask(client, f"STREAM.UPDATE.{name}", configuration)
    _must_succeed(answer)


async def _ensure_consumer(client: Client, consumer: topology.Consumer) -> None:
    configuration = {
        "durable_name": consumer.durable,
        "name": consumer.durable,
        "deliver_policy": "all",
        "ack_policy": "explicit",
        "ack_wait": 30 * SECOND,
        # The service counts and sets aside: the bus must never drop a message by itself.
        "max_deliver": -1,
        "max_ack_pending": 200,
        "filter_subjects": list(consumer.filter_subjects),
        "replay_policy": "instant",
    }
    request = {"stream_name": consumer.stream, "config": configuration}
    _must_succeed(await _ask(client, f"CONSUMER.CREATE.{consumer.stream}.{consumer.durable}", request))


async def _ask(client: Client, subject: str, request: dict[str, Any]) -> dict[str, Any]:
    answer = await client.request(f"$JS.API.{subject}", json.dumps(request).encode(), timeout=10)
    return json.loads(answer.data)


def _must_succeed(answer: dict[str, Any]) -> None:
    if error := answer.get("error"):
        raise RuntimeError(f"JetStream refused: {error['description']} ({error.get('err_code')})")

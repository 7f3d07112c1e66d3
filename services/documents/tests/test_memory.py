"""However large a file is, a few of its segments are in memory at a time: in, through the check, and out again."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from samples import a_png
from vault import Vault

from kit.actors import a_visitor, token_for

SIZE = 48_000_000
MOST = 16 << 20
BLOCK = 65_536

pytestmark = pytest.mark.requirement("DV-01")


async def test_a_large_attachment_is_never_whole_in_memory(vault: Vault, tenant: UUID):
    """What this process allocates at its height. The check's own process reads the file whole, within its own limit."""
    sender, bundle = a_visitor(tenant), uuid4()
    grant = vault.upload_grant(sender, bundle, issuer="ticketing")
    # Libraries and connections are loaded by a small one.
    small = await vault.a_file(sender, a_png(), bundle=bundle)
    await vault.check_everything()
    _ = await read_away(vault, sender, f"/v1/bundles/{bundle}/files/{small}/content?grant={grant}")

    with peaks() as sending:
        file = await vault.a_file(sender, body(), bundle=bundle, headers={"parvis-grant": grant})  # pyright: ignore[reportArgumentType]
    with peaks() as checking:
        await vault.check_everything()
    with peaks() as reading:
        got = await read_away(vault, sender, f"/v1/bundles/{bundle}/files/{file}/content?grant={grant}")

    assert got == SIZE
    assert await vault.status(file) == "unscannable"
    heights = {"sending": sending[0], "checking": checking[0], "reading": reading[0]}
    assert all(height < MOST for height in heights.values()), heights


async def body() -> AsyncIterator[bytes]:
    """A picture that ends in nonsense."""
    head = a_png()[:60]
    yield head + bytes(BLOCK - len(head))
    for at in range(BLOCK, SIZE, BLOCK):
        yield bytes(min(BLOCK, SIZE - at))


@contextmanager
def peaks() -> Iterator[list[int]]:
    height: list[int] = []
    tracemalloc.start()
    try:
        yield height
        height.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


async def read_away(vault: Vault, actor: Any, path: str) -> int:
    """How many bytes came; none of them is kept, as our usual client would."""
    token = token_for(actor, vault.service.servers.keyring, audience="documents", now=vault.clock)
    where, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": where,
        "raw_path": where.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"documents.test"), (b"authorization", f"Bearer {token}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("documents.test", 80),
        "root_path": "",
    }
    came, ended = 0, asyncio.Event()
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        if asked:
            return asked.pop()
        await ended.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal came
        came += len(message.get("body", b""))
        if message["type"] == "http.response.body" and not message.get("more_body"):
            ended.set()

    await vault.service.app(scope, receive, send)  # pyright: ignore[reportArgumentType]
    return came

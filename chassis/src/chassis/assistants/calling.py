"""A service calls one of its own routes: through the same guard, the same checks, the same refusals as from outside."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

import msgspec
from litestar import Litestar

from chassis.access import CONFIRMED
from contracts.tokens import Assistant


class Answer(NamedTuple):
    status: int
    body: Any
    version: int | None = None

    @property
    def is_refusal(self) -> bool:
        return self.status >= 400


async def call(
    app: Litestar,
    method: str,
    target: str,
    *,
    headers: Mapping[str, str],
    body: Any = None,
    confirmed: Assistant | None = None,
) -> Answer:
    """`confirmed`: the member has confirmed what this assistant proposed."""
    path, _, query = target.partition("?")
    sent = msgspec.json.encode(body) if body is not None else b""
    told = {**headers, "content-length": str(len(sent)), **({"content-type": "application/json"} if sent else {})}
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in told.items()],
        "client": None,
        "server": None,
        "state": {},
        "extensions": {},
    }
    if confirmed is not None:
        scope[CONFIRMED] = confirmed
    messages = [{"type": "http.request", "body": sent, "more_body": False}]
    begun: dict[str, Any] = {}
    pieces: list[bytes] = []

    async def receive() -> Any:
        return messages.pop() if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            begun.update(message)
        else:
            pieces.append(message.get("body", b""))

    await app(scope, receive, send)  # pyright: ignore[reportArgumentType]
    kept = {name.lower(): value for name, value in begun["headers"]}
    decoded = msgspec.json.decode(b"".join(pieces)) if b"json" in kept.get(b"content-type", b"") else None
    tag = kept.get(b"etag", b"").decode("latin-1").strip('"')
    return Answer(begun["status"], decoded, int(tag) if tag.isdigit() else None)

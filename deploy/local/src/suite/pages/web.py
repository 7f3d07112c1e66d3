"""The smallest web application that serves two tools well: routes, forms of answer, security headers. No framework:
these processes run beside every developer's suite and must weigh little."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

MAX_BODY = 64 << 20
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    parameters: dict[str, str]


@dataclass
class Answer:
    body: "bytes | AsyncIterator[bytes]"
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict[str, str])


Handler = Callable[[Request], Awaitable[Answer]]


class NotFound(Exception):
    """Nothing at this address."""


class App:
    """An ASGI application. Routes are `("GET", "/messages/{id}", handler)`."""

    def __init__(self, routes: list[tuple[str, str, Handler]]) -> None:
        self._routes = [(method, _pattern(path), handler) for method, path, handler in routes]

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        answer = await self._answer(scope, headers, receive)
        shown = {
            "content-type": answer.type,
            "content-security-policy": POLICY,
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
            **answer.headers,
        }
        raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in shown.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        if isinstance(answer.body, bytes):
            await send({"type": "http.response.body", "body": answer.body})
            return
        async for chunk in answer.body:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _answer(self, scope: dict[str, Any], headers: dict[str, str], receive: Receive) -> Answer:
        if not _local(headers.get("host", "")):
            return text("Unknown host.", status=421)
        for method, pattern, handler in self._routes:
            found = pattern.fullmatch(scope["path"])
            if found and method == scope["method"]:
                query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode()).items()}
                body = await _read(receive)
                if body is None:
                    return text("Too large.", status=413)
                try:
                    return await handler(Request(method, scope["path"], query, headers, body, found.groupdict()))
                except NotFound:
                    break
        return text("Rien à cette adresse.", status=404)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


def _local(host: str) -> bool:
    """A page of the internet that makes its name point here (DNS rebinding) must not read anything."""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    return name in {"127.0.0.1", "localhost", "[::1]"} or name.endswith(".localhost")


async def _read(receive: Receive) -> bytes | None:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY:
            return None
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)


def text(body: str, *, status: int = 200) -> Answer:
    return Answer(body.encode(), status, "text/plain; charset=utf-8")


def as_json(value: object, *, status: int = 200) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), status, "application/json")

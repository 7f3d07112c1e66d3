"""What a service answered to a call that somebody tried, as the page shows it."""

from http import HTTPStatus
from http.client import responses
from typing import Any, NamedTuple

import aiohttp
import msgspec

from gateway.api import TOKEN_REFUSED
from gateway.proxy import moved

# More than anybody reads on a page; the rest is left where it is.
MOST = 200_000
SHOWN = ("Content-Type", "Location", "ETag", "Retry-After", "Idempotency-Replayed", "WWW-Authenticate", "Link")
STEP_UP = "/problems/step-up-needed"


class Told(NamedTuple):
    """`faults`: where in the body, and what to do. `is_cut`: the body is longer than what is shown."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    is_cut: bool
    milliseconds: int
    problem: dict[str, Any]

    @property
    def phrase(self) -> str:
        return responses.get(self.status, "")

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Of a problem document (RFC 9457) that names them."""
        named = self.problem.get("errors")
        return [
            (str(one.get("pointer", "")), str(one.get("detail", "")))
            for one in (named if isinstance(named, list) else ())
            if isinstance(one, dict)
        ]

    @property
    def asks_to_confirm(self) -> bool:
        return self.problem.get("type") == STEP_UP

    @property
    def is_token_refused(self) -> bool:
        return self.status == HTTPStatus.UNAUTHORIZED and self.problem.get("type") == TOKEN_REFUSED


async def read(response: aiohttp.ClientResponse, prefix: str, *, lasted: float) -> Told:
    """`prefix`: where the service stands at this entrance."""
    body = b""
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > MOST:
            break
    headers = [(name, response.headers[name]) for name in SHOWN if name in response.headers]
    text, problem = _written(response.content_type, body[:MOST])
    return Told(
        response.status,
        tuple(
            (name, moved(value.encode(), prefix).decode() if name == "Location" else value) for name, value in headers
        ),
        text,
        len(body) > MOST,
        round(lasted * 1000),
        problem,
    )


def _written(kind: str, body: bytes) -> tuple[str, dict[str, Any]]:
    """JSON on lines of its own, other words as they are, of a file nothing."""
    if "json" in kind:
        try:
            told = msgspec.json.decode(body)
            return msgspec.json.format(body, indent=2).decode(), told if "problem" in kind and isinstance(
                told, dict
            ) else {}
        except (msgspec.DecodeError, RecursionError):
            pass
    is_words = kind.startswith("text/") or "json" in kind or "xml" in kind
    return (body.decode("utf-8", "replace"), {}) if is_words else ("", {})

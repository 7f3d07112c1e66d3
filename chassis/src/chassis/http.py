"""What every service's routes may ask for, and what they say beside their answer."""

import hashlib
from typing import Any

from litestar import Request
from litestar.di import NamedDependency

from chassis.actor import Actor
from chassis.idempotency import LONGEST_KEY, Once
from chassis.queries import Queries
from chassis.refusals import Fault, Invalid

By = NamedDependency[Actor]
Ask = NamedDependency[Queries]
Again = NamedDependency[Once | None]
IfMatch = NamedDependency[int | None]


class BadHeader(Invalid):
    """Un en-tête de la requête n’est pas valable."""


async def actor_of(request: Request[Any, Any, Any]) -> Actor:
    scope: Any = request.scope
    return scope["actor"]


async def once_of(request: Request[Any, Any, Any]) -> Once | None:
    """The client's `Idempotency-Key`, if it sent one, with a digest of method, path and body."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY:
        raise BadHeader(faults=[Fault("/Idempotency-Key", f"1 à {LONGEST_KEY} caractères.", "length")])
    asked = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return Once(key, hashlib.sha256(asked).digest())


async def if_match_of(request: Request[Any, Any, Any]) -> int | None:
    """The version that the client saw (`If-Match: "3"`), or None."""
    value = request.headers.get("if-match")
    if value is None or value == "*":
        return None
    digits = value.removeprefix("W/").strip('"')
    if not digits.isdigit():
        raise BadHeader(faults=[Fault("/If-Match", "Attendu : le numéro de version entre guillemets.", "format")])
    return int(digits)


def etag(version: int) -> dict[str, str]:
    return {"etag": f'"{version}"'}

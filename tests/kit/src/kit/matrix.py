"""The authorisation matrix: every operation of a service's OpenAPI × everybody who must not.

Operations come from OpenAPI, so a new route is in the matrix by itself; one that names an object needs an `Entry` that
says how to call it, and fails without.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import httpx
import msgspec
from litestar import Litestar
from litestar.routes import HTTPRoute

from chassis.access import Needs
from chassis.actor import Actor
from contracts.permissions import NAMES
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import ServiceUnderTest

PEOPLE = (Needs.SIGNED_IN, Needs.CITIZEN, Needs.MEMBER)


class Operation(NamedTuple):
    """`name` is « GET /v1/notes/{note_id} », as in OpenAPI; `needs` is what the route declares."""

    method: str
    path: str
    needs: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def names_an_object(self) -> bool:
        return "{" in self.path


@dataclass(frozen=True)
class Entry:
    """How to call an operation on an object that exists: values of its path, and a body that would be accepted.

    `open_to` says in words why others than the owner may see it (« the catalogue is public »): no 404 is expected.
    """

    path: Mapping[str, object] = field(default_factory=dict)
    json: Any = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    open_to: str | None = None


# Every service has these: only who operates the platform may, whatever the organisation, and this letter is nobody's.
_LETTER = {"event_id": UUID(int=1), "handler": "nobody"}
EVERYWHERE = {
    "GET /v1/dead-letters/{event_id}/{handler}": Entry(_LETTER),
    "POST /v1/dead-letters/{event_id}/{handler}/replay": Entry(_LETTER),
    "POST /v1/dead-letters/{event_id}/{handler}/discard": Entry(_LETTER),
    "POST /v1/proposals/{proposal_id}/confirmation": Entry({"proposal_id": UUID(int=2)}, json={}),
    "POST /v1/proposals/{proposal_id}/modification": Entry({"proposal_id": UUID(int=2)}, json={"words": {}}),
    "POST /v1/proposals/{proposal_id}/refusal": Entry({"proposal_id": UUID(int=2)}),
}


def operations(app: Litestar) -> list[Operation]:
    """Every operation of the OpenAPI document, with the need of its route."""
    needs = {
        (method, route.path_format): str(handler.opt.get("needs", Needs.NOTHING))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
    }
    described = app.openapi_schema.to_schema()["paths"]
    found = [
        Operation(method.upper(), path, needs[(method.upper(), path)])
        for path, item in described.items()
        for method in item
        if method.upper() in {"GET", "POST", "PUT", "PATCH", "DELETE"}
    ]
    return sorted(found)


def strangers(operation: Operation, owner: Actor) -> Iterator[tuple[str, Actor | None, set[int]]]:
    """Who must not, in words, and the statuses they must get."""
    if operation.needs == Needs.NOTHING:
        return
    yield "nobody", None, {401}
    is_for_people = operation.needs in PEOPLE
    is_for_holders = operation.needs in NAMES
    if is_for_people or is_for_holders:
        yield "a visitor", a_visitor(owner.tenant), {401}
    if is_for_holders:
        yield "a member without the permission", a_member(owner.tenant, *(NAMES - {operation.needs})), {403}
    if operation.names_an_object:
        if is_for_holders:
            yield "a member of another organisation", a_member(uuid4(), *NAMES), {404}
        elif operation.needs == Needs.MEMBER:
            yield "a member of another organisation", a_member(uuid4()), {404}
        else:
            yield "another citizen", a_citizen(owner.tenant), {404}
            yield "a citizen of another organisation", a_citizen(uuid4()), {404}
            yield "the same account id elsewhere", a_citizen(uuid4(), subject=owner.subject), {404}


async def check(service: ServiceUnderTest, operation: Operation, entry: Entry | None, owner: Actor) -> list[str]:
    """What is wrong, one sentence each; nothing when the operation holds."""
    entry = entry or EVERYWHERE.get(operation.name)
    if operation.names_an_object and entry is None:
        return [f"{operation.name} has no entry in the matrix: say how it is called"]
    entry = entry or Entry()
    wrong: list[str] = []
    for who, actor, wanted in strangers(operation, owner):
        if wanted == {404} and entry.open_to:
            continue
        answer = await _call(service, operation, entry, actor, entry.path)
        if answer.status_code not in wanted:
            wrong.append(f"{operation.name} answers {answer.status_code} to {who}, not {sorted(wanted)}")
        elif wanted == {404}:
            unknown = await _call(service, operation, entry, actor, _unknown(entry.path))
            if _telling(answer) != _telling(unknown):
                wrong.append(f"{operation.name} tells {who} that the object exists: {answer.text} / {unknown.text}")
    return wrong


async def _call(
    service: ServiceUnderTest, operation: Operation, entry: Entry, actor: Actor | None, path: Mapping[str, object]
) -> httpx.Response:
    options: dict[str, Any] = {"headers": dict(entry.headers), "params": dict(entry.params)}
    if entry.content is not None:
        options["content"] = entry.content
    elif entry.json is not None:
        options["json"] = entry.json
    return await service.call(actor, operation.method, operation.path.format(**path), **options)


def _unknown(path: Mapping[str, object]) -> dict[str, object]:
    """The same path with ids that nothing has."""
    return {name: uuid4() if isinstance(value, UUID) else value for name, value in path.items()}


def _telling(answer: httpx.Response) -> tuple[int, Any]:
    body = msgspec.json.decode(answer.content)
    body.pop("trace_id", None)
    return answer.status_code, body

"""A member's AI assistant, as a service hears it: the endpoint in few words, and the matrix of tools."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from litestar.routes import HTTPRoute

from chassis.access import ENDPOINT
from chassis.actor import Actor
from chassis.assistants import Tool
from contracts.tokens import Assistant
from kit.actors import a_member
from kit.matrix import EVERYWHERE, Entry, operations
from kit.service import ServiceUnderTest

JSON_AND_MORE = {"accept": "application/json, text/event-stream"}


def an_assistant_of(member: Actor, *, proposes: bool = True, assistant_id: UUID | None = None) -> Actor:
    return replace(member, assistant=Assistant(id=assistant_id or uuid4(), name="Secrétaire", proposes=proposes))


async def says(service: ServiceUnderTest, actor: Actor, method: str, **params: Any) -> dict[str, Any]:
    """The result of one JSON-RPC request."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    answer = await service.call(actor, "POST", "/mcp", json=asked, headers=JSON_AND_MORE)
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


async def uses(service: ServiceUnderTest, actor: Actor, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool answers, as structured content; `is_error` beside it."""
    result = await says(service, actor, "tools/call", name=tool, arguments=arguments)
    return {**result["structuredContent"], "is_error": result["isError"]}


async def tools_of(service: ServiceUnderTest, actor: Actor) -> dict[str, dict[str, Any]]:
    return {tool["name"]: tool for tool in (await says(service, actor, "tools/list"))["tools"]}


async def tools_differ_from_routes(
    service: ServiceUnderTest, calls: Mapping[str, Mapping[str, Any]], member: Actor
) -> list[str]:
    """Where a tool says otherwise than its route, one sentence each: for the member, for one without a permission, for
    one of another organisation. `calls` are arguments that `member` may use, by tool."""
    wrong: list[str] = []
    for operation in service.app.state.toolbox:
        if operation.name == "list_proposals":
            continue
        arguments = dict(calls[operation.name])
        for who, actor in (
            ("the member", member),
            ("a member without permission", a_member(member.tenant)),
            ("a member of another organisation", a_member(None, *member.permissions)),
        ):
            told = await uses(service, an_assistant_of(actor), operation.name, **arguments)
            status = told["refused"]["status"] if told["is_error"] else 200
            wanted = await _of_route(service, operation, arguments, actor)
            listed = operation.name in await tools_of(service, an_assistant_of(actor))
            if (status >= 400 or wanted >= 400) and status != wanted:
                wrong.append(f"{operation.name}: {status} to {who}, and {wanted} at its route")
            if listed == (status == 403):
                wrong.append(f"{operation.name}: {status} to {who}, who {'sees' if listed else 'does not see'} it")
    return wrong


async def _of_route(service: ServiceUnderTest, operation: Any, arguments: dict[str, Any], actor: Actor) -> int:
    """For an act, what the route that shows its object answers decides, once the permission is there: nothing is done."""
    if operation.reads:
        return (await service.call(actor, "GET", operation.target(arguments))).status_code
    permission = operation.tool.permission or str(operation.handler.opt["needs"])
    if permission not in actor.permissions:
        return 403
    shown = service.app.state.toolbox.find(operation.tool.concerns)
    return (await service.call(actor, "GET", shown.target(arguments))).status_code


async def effects_open_to(
    service: ServiceUnderTest, entries: Mapping[str, Entry], actor: Actor, *, but: tuple[str, ...] = ("/internal",)
) -> list[str]:
    """Routes that do anything but 403 to this assistant, of those that change something or are not marked for it."""
    marked = {
        (method, route.path_format)
        for route in service.app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if handler.opt.get("assistants") == ENDPOINT or isinstance(handler.opt.get("assistants"), Tool)
    }
    wrong: list[str] = []
    for operation in operations(service.app):
        is_marked = operation.method == "GET" and (operation.method, operation.path) in marked
        if is_marked or operation.needs == "nothing" or operation.path.startswith(but):
            continue
        entry = entries.get(operation.name) or EVERYWHERE.get(operation.name) or Entry()
        path = {name: entry.path.get(name, uuid4()) for name in _names(operation.path)}
        answer = await service.call(actor, operation.method, operation.path.format(**path), json=entry.json or {})
        if answer.status_code != 403:
            wrong.append(f"{operation.name} answers {answer.status_code} to an assistant")
    return wrong


def _names(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]

"""Which routes are tools, and how they are called: taken from the routes themselves and from OpenAPI."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from chassis.access import must_meet
from chassis.actor import Actor
from chassis.policies import must_hold
from chassis.refusals import Fault, Invalid, NotFound, Refusal

READS = "GET"


class UnknownTool(NotFound):
    """Cet outil n’existe pas, ou il ne vous est pas ouvert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """`assistants=Tool(…)` opens a route to assistants, under its `operation_id`. Texts are French (msgids).

    A route that changes something says what it concerns: `concerns` is the operation of the route that shows it, with the
    same path; `named` leads to its name in that answer (« dossier.reference »); `page` is where people look at it.
    `labels` name the fields that people read before they confirm, `values` what stands in them where it is a word of ours;
    those of `worded` they may put into their own words first. `permission`: where the route itself serves others too.
    """

    title: str
    description: str
    concerns: str = ""
    named: str = ""
    page: str = ""
    permission: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    worded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """A tool in its place: what is called, and what that needs."""

    name: str
    tool: Tool
    method: str
    path: str
    handler: HTTPRouteHandler

    @property
    def reads(self) -> bool:
        return self.method == READS

    @property
    def in_path(self) -> tuple[str, ...]:
        return tuple(re.findall(r"{(\w+)}", self.path))

    def is_for(self, actor: Actor) -> bool:
        """Whether the member may, and the key goes as far."""
        if not self.reads and not (actor.assistant and actor.assistant.proposes):
            return False
        try:
            self.must_be_for(actor)
        except Refusal:
            return False
        return True

    def must_be_for(self, actor: Actor) -> None:
        must_meet(actor, str(self.handler.opt["needs"]))
        if self.tool.permission:
            must_hold(actor, self.tool.permission)

    def target(self, arguments: Mapping[str, Any]) -> str:
        """The path, and for what reads the query too."""
        missing = [name for name in self.in_path if not isinstance(arguments.get(name), str)]
        if missing:
            raise Invalid(faults=[Fault(f"/{name}", "Indiquez-le.", "missing") for name in missing])
        path = self.path.format(**{name: quote(arguments[name], safe="") for name in self.in_path})
        rest = self.body_of(arguments)
        return f"{path}?{urlencode(_written(rest))}" if self.reads and rest else path

    def body_of(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in arguments.items() if name not in self.in_path}

    def written(self, arguments: Mapping[str, Any]) -> dict[str, str]:
        """What people may put into their own words: texts that stand for themselves, and name or choose nothing."""
        return {
            name: value
            for name, value in self.body_of(arguments).items()
            if name in self.tool.worded and isinstance(value, str)
        }

    def must_fit(self, arguments: Mapping[str, Any]) -> None:
        """The route would take this body."""
        sent = self.handler.parsed_data_field
        if sent is None:
            if unknown := [*self.body_of(arguments)]:
                raise Invalid(faults=[Fault(f"/{name}", "Ce champ n’existe pas.", "unknown") for name in unknown])
            return
        try:
            msgspec.convert(self.body_of(arguments), sent.annotation)
        except msgspec.ValidationError as wrong:
            said, _, path = str(wrong).partition(" - at `$")
            raise Invalid(faults=[Fault(path.rstrip("`").replace(".", "/"), said, "invalid")]) from wrong


class Toolbox:
    """The tools of one application. OpenAPI is built when an assistant asks for the first time, not before."""

    def __init__(self, app: Litestar) -> None:
        self._app = app
        self._operations = {one.name: one for one in _operations(app)}
        self._schemas: dict[str, dict[str, Any]] = {}

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._operations.values())

    def find(self, name: str) -> Operation:
        if name not in self._operations:
            raise UnknownTool
        return self._operations[name]

    def schema_of(self, operation: Operation) -> dict[str, Any]:
        """JSON Schema of the arguments: what stands in path, query and body, side by side."""
        if operation.name not in self._schemas:
            document = self._app.openapi_schema.to_schema()
            described = document["paths"][operation.path][operation.method.lower()]
            self._schemas[operation.name] = _arguments(described, document["components"].get("schemas", {}))
        return self._schemas[operation.name]


def _operations(app: Litestar) -> Iterator[Operation]:
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            tool = handler.opt.get("assistants")
            if isinstance(tool, Tool):
                [method] = handler.http_methods - {"OPTIONS"}
                yield Operation(str(handler.operation_id), tool, str(method), route.path_format, handler)


def _arguments(described: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Raises `ValueError` where a field of the body bears the name of a parameter: such a route is no tool."""
    parameters = [one for one in described.get("parameters", []) if one["in"] in ("path", "query")]
    properties = {one["name"]: one["schema"] for one in parameters}
    required = [one["name"] for one in parameters if one.get("required")]
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in body:
        body = schemas[_named(body["$ref"])]
    if twice := properties.keys() & body.get("properties", {}).keys():
        raise ValueError(f"named twice: {sorted(twice)}")
    whole = {
        "type": "object",
        "properties": {**properties, **body.get("properties", {})},
        "required": [*required, *body.get("required", [])],
        "additionalProperties": False,
    }
    used: dict[str, Any] = {}
    told = _standing_alone(whole, schemas, used)
    return {**told, "$defs": used} if used else told


def _standing_alone(part: Any, schemas: Mapping[str, Any], used: dict[str, Any]) -> Any:
    """Without references to the rest of the document: what they name comes along."""
    if isinstance(part, list):
        return [_standing_alone(one, schemas, used) for one in part]
    if not isinstance(part, dict):
        return part
    told: dict[str, Any] = part
    if "$ref" in told:
        name = _named(told["$ref"])
        if name not in used:
            used[name] = {}
            used[name] = _standing_alone(schemas[name], schemas, used)
        return {"$ref": f"#/$defs/{name}"}
    return {name: _standing_alone(value, schemas, used) for name, value in told.items() if name != "examples"}


def _named(reference: str) -> str:
    return reference.rpartition("/")[2]


def _written(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        several: list[Any] = value if isinstance(value, list) else [value]
        pairs += [(name, str(one).lower() if isinstance(one, bool) else str(one)) for one in several if one is not None]
    return pairs

"""What a service's OpenAPI document says beside its answers: the problems that may come instead (RFC 9457).

Which ones an operation may answer follows from its route (whom it serves, what its path names, whether it changes something), so that
no route says it by hand.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import OpenAPI
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import ControllerRouterHandler

from chassis.access import Needs
from chassis.problems import PROBLEM, STATUS
from chassis.refusals import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    Stale,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
)

SAFE = ("GET", "HEAD")
FAULT = {
    "type": "object",
    "required": ["pointer", "detail", "code"],
    "properties": {
        "pointer": {"type": "string", "description": "Où, dans ce qui a été envoyé (pointeur JSON)."},
        "detail": {"type": "string", "description": "Que faire, pour une personne."},
        "code": {"type": "string"},
    },
}
SCHEMA = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "Une adresse en /problems/… : ce que les programmes comparent."},
        "title": {"type": "string", "description": "Une phrase pour une personne, dans sa langue."},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": FAULT},
        "trace_id": {"type": "string"},
    },
}
RETRY = {"retry-after": {"schema": {"type": "integer"}, "description": "Seconds."}}
# By the dependency that reads it: what a route may be told beside its body.
HEADERS = {
    "if_match": {
        "name": "If-Match",
        "in": "header",
        "description": "La version que l’on a vue, entre guillemets (l’`ETag` d’une réponse). 412 quand c’en est une autre.",
        "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    },
    "once": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Même clé, même demande : faite une fois, répondue de nouveau.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9-]{1,64}$"},
    },
}
TOLD: tuple[type[Refusal], ...] = (
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    Stale,
    TooLarge,
    Invalid,
    TooMany,
    Unavailable,
)


class Alone(Router):
    """The framework puts a page of its own beside the description, for whatever else is asked there: an address that
    nobody serves is a problem here as everywhere.
    """

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        return [] if "/{path:str}" in getattr(value, "paths", ()) else super().register(value)


class Description(OpenAPIConfig):
    """`app` is set once there is one: its routes say whom they serve."""

    app: Litestar | None = None

    def to_openapi_schema(self) -> OpenAPI:
        bare = super().to_openapi_schema()
        described = _Described(**{field.name: getattr(bare, field.name) for field in fields(bare)})
        described.config = self
        return described


class _Described(OpenAPI):
    config: Description

    def to_schema(self) -> dict[str, Any]:
        document = super().to_schema()
        assert self.config.app is not None
        handlers = {
            (method.lower(), route.path_format): handler
            for route in self.config.app.routes
            if isinstance(route, HTTPRoute)
            for handler in route.route_handlers
            for method in handler.http_methods
        }
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if (handler := handlers.get((method, path))) is not None:
                    _tell(operation, handler, path, method.upper())
        components = document.setdefault("components", {})
        components.setdefault("schemas", {})["Problem"] = SCHEMA
        components["responses"] = {kind.__name__: _response(kind) for kind in TOLD}
        return document


def _tell(operation: dict[str, Any], handler: HTTPRouteHandler, path: str, method: str) -> None:
    asked = handler.parsed_fn_signature.parameters
    # New objects: the framework may tell its own again, of the same document.
    read = [header for name, header in HEADERS.items() if name in asked]
    known = {(one["name"], one["in"]) for one in operation.get("parameters", ())}
    if new := [header for header in read if (header["name"], header["in"]) not in known]:
        operation["parameters"] = [*operation.get("parameters", ()), *new]
    answers: dict[str, Any] = operation["responses"]
    # What the framework tells of its own faults, which `problems` answers otherwise.
    answers.pop("400", None)
    for kind in _refusals_of(operation, handler, path, method):
        answers.setdefault(str(STATUS[kind]), {"$ref": f"#/components/responses/{kind.__name__}"})
    operation["responses"] = dict(sorted(answers.items()))


def _refusals_of(
    operation: Mapping[str, Any], handler: HTTPRouteHandler, path: str, method: str
) -> list[type[Refusal]]:
    needs, changes = handler.opt.get("needs", Needs.NOTHING), method not in SAFE
    has_body = "requestBody" in operation
    may: list[tuple[type[Refusal], bool]] = [
        (Unauthenticated, needs != Needs.NOTHING),
        # A permission that is missing, or a change that no page of the portal asked for.
        (Forbidden, needs not in set(Needs) or (changes and needs != Needs.NOTHING)),
        (NotFound, "{" in path),
        (Conflict, changes),
        (Stale, "if_match" in handler.parsed_fn_signature.parameters),
        (TooLarge, has_body),
        (Invalid, has_body or bool(operation.get("parameters"))),
        (TooMany, True),
        (Unavailable, True),
    ]
    return [kind for kind, does in may if does]


def _response(kind: type[Refusal]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": (kind.__doc__ or "").strip(),
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return told | ({"headers": RETRY} if kind in (TooMany, Unavailable) else {})

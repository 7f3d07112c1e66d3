"""The public API described in one document: the services' own descriptions, under the addresses of this entrance."""

import asyncio
import copy
import re
import time
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from gateway.api import Refused
from gateway.here import Here

TRIAL = "/api/docs/essai"
_HOLE = re.compile(r"\{(\w+)\}")
FRESH = 60.0
AFTER_FAILURE = 5.0
# Schemas that every service has from the chassis.
SHARED = frozenset({"Problem"})


class Description:
    """Keeps each service's description for a minute; a service that is down keeps its last one."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        self._until = 0.0

    async def whole(self, here: Here) -> dict[str, Any]:
        services = list(here.entrance.upstream.urls)
        if time.monotonic() >= self._until:
            found = await asyncio.gather(*(self._ask(here, service) for service in services))
            self._until = time.monotonic() + (FRESH if all(found) else AFTER_FAILURE)
        return merged({service: self._known[service] for service in services if service in self._known})

    async def _ask(self, here: Here, service: str) -> bool:
        try:
            told = await here.api_as_gateway(service).get("/v1/openapi.json")
        except Refused:
            return False
        if not isinstance(told, dict):
            return False
        self._known[service] = told
        return True


def merged(descriptions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One document. Schemas of two services may have one name: each is prefixed with its service's."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    responses: dict[str, Any] = {}
    for service, description in sorted(descriptions.items()):
        told = _renamed(copy.deepcopy(description), service)
        for path, operations in told.get("paths", {}).items():
            if path.startswith("/v1/") and not path.startswith("/v1/dead-letters"):
                paths[f"/api/{service}{path}"] = _tagged(operations, service)
        components = told.get("components", {})
        schemas |= {f"{service}.{n}": s for n, s in components.get("schemas", {}).items() if n not in SHARED}
        schemas |= {n: s for n, s in components.get("schemas", {}).items() if n in SHARED}
        # The problems that may come instead of an answer are the same everywhere.
        responses |= components.get("responses", {})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Parvis",
            "version": "1",
            "description": "L’API publique du guichet. Chaque service répond sous /api/<service>/v1.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses,
            # Operations for programs say in their description which right the key needs.
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "parvis_…"}},
        },
        "tags": [{"name": service} for service in sorted(descriptions)],
    }


def _renamed(node: Any, service: str) -> Any:
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.rpartition("/")[2] not in SHARED:
            node["$ref"] = reference.replace("#/components/schemas/", f"#/components/schemas/{service}.")
        for value in node.values():
            _renamed(value, service)
    elif isinstance(node, list):
        for value in node:
            _renamed(value, service)
    return node


def _tagged(operations: dict[str, Any], service: str) -> dict[str, Any]:
    for operation in operations.values():
        if isinstance(operation, dict):
            operation["tags"] = [service]
            if "operationId" in operation:
                operation["operationId"] = f"{service}{operation['operationId']}"
    return operations


class Operation(NamedTuple):
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[str, ...]
    # What is typed to try it: of what is read, the parameters of its address.
    tries: tuple[str, ...]
    answers: tuple[str, ...]


def sections(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations by service, as the page shows them."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            if isinstance(told, dict):
                found[told["tags"][0]].append(
                    Operation(
                        method.upper(),
                        path,
                        told.get("summary", ""),
                        told.get("description", ""),
                        tuple(parameter["name"] for parameter in told.get("parameters", ())),
                        tuple(one["name"] for one in told.get("parameters", ()) if one["in"] in ("path", "query")),
                        tuple(told.get("responses", {})),
                    )
                )
    return found


@get("/api/openapi.json", include_in_schema=False)
async def document(here: NamedDependency[Here]) -> Response[dict[str, Any]]:
    headers = {"cache-control": "public, max-age=60"}
    return Response(await here.entrance.description.whole(here), headers=headers)


@get("/api/docs", include_in_schema=False)
async def documentation(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("api/docs.html", sections=sections(await here.entrance.description.whole(here)))


@get(TRIAL, include_in_schema=False)
async def trial(here: NamedDependency[Here], request: Request[Any, Any, Any]) -> Response[Any]:
    """Leads to an address that reads, with what was typed in its holes; the answer is that of whoever is signed in."""
    typed = {name: value for name, value in request.query_params.items() if value}
    path = typed.pop("adresse", "")
    if "get" not in (await here.entrance.description.whole(here))["paths"].get(path, {}):
        raise NotFoundException
    address = _HOLE.sub(lambda hole: quote(typed.pop(hole[1], "-"), safe=""), path)
    return here.redirect(f"{address}?{urlencode(typed)}" if typed else address)


ROUTES = [document, documentation, trial]

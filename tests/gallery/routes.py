"""Every page that somebody can ask for: the GET routes of both entrances, and of the consoles behind the internal one.

They are read from the applications themselves, which open nothing until they start.
"""

import importlib
from pathlib import Path
from typing import NamedTuple

from litestar.routes import HTTPRoute

from chassis.settings import Settings
from suite.keyring import Keyring

SERVICES = ("identity", "demarches", "documents", "ticketing", "notifier")
# What every process has for whoever runs it, and the pieces that pages are made of.
NOT_FOR_PEOPLE = ("/health/", "/metrics", "/.well-known/", "/assets", "/theme.css", "/api/", "/v1/", "/internal/")


class Route(NamedTuple):
    """`entrance` is where one asks for it (public, internal); `path` as the browser sees it, with its holes."""

    entrance: str
    path: str

    def __str__(self) -> str:
        return f"{self.entrance} {self.path}"


def of_both_entrances(folder: Path) -> list[Route]:
    """`folder` receives keys that sign nothing."""
    ring = Keyring(folder).ensure()
    urls = ",".join(f"{name}=http://{name}.invalid" for name in SERVICES)
    found: set[Route] = set()
    for entrance in ("public", "internal"):
        door = importlib.import_module(f"gateway.{entrance}.main").create_app(_settings("gateway", ring, services=urls))
        found |= {Route(entrance, path) for path in _asked_for(door.app)}
    for name in SERVICES:
        app = importlib.import_module(f"{name}.main").create_app(
            _settings(name, ring, master_key_file=ring.master_key_file)
        )
        found |= {Route("internal", f"/{name}{path[8:] or '/'}") for path in _asked_for(app) if _is_console(path)}
    return sorted(found)


def _settings(name: str, ring: Keyring, **more: object) -> Settings:
    facts: dict[str, object] = {
        "service": name,
        "http_port": 0,
        "signing_key_file": ring.signing_key_file(name),
        "trust_file": ring.trust_file,
        "secret_file": ring.secret_file(name),
        # Parsed, and never called.
        "database_url": "postgresql+asyncpg://nobody@127.0.0.1:1/nothing",
        **more,
    }
    return Settings(**facts)  # pyright: ignore[reportArgumentType]


def _asked_for(app: object) -> set[str]:
    return {
        route.path
        for route in app.routes  # pyright: ignore[reportAttributeAccessIssue]
        if isinstance(route, HTTPRoute) and "GET" in route.methods and not route.path.startswith(NOT_FOR_PEOPLE)
    }


def _is_console(path: str) -> bool:
    return path == "/console" or path.startswith("/console/")

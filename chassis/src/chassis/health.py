"""Whether the process lives, whether it can serve, what it measures, which keys it signs with."""

from typing import Any

from litestar import Response, Router, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chassis.access import Needs
from chassis.database import Database
from chassis.keys import Trust
from chassis.settings import Settings
from chassis.worker import Worker


@get("/health/live", needs=Needs.NOTHING, include_in_schema=False)
async def live() -> dict[str, str]:
    return {"status": "alive"}


@get("/health/ready", needs=Needs.NOTHING, include_in_schema=False)
async def ready(database: NamedDependency[Database], worker: NamedDependency[Worker]) -> Response[dict[str, str]]:
    """Ready means: can accept and answer. Without the bus it can: events wait in the outbox."""
    has_database = await database.is_reachable()
    body = {
        "status": "ready" if has_database else "unavailable",
        "database": "up" if has_database else "down",
        "bus": "up" if worker.bus is not None and worker.bus.is_connected else "down",
    }
    return Response(body, status_code=200 if has_database else 503)


@get("/metrics", needs=Needs.NOTHING, include_in_schema=False)
async def metrics() -> Response[bytes]:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@get("/.well-known/jwks.json", needs=Needs.NOTHING, include_in_schema=False)
async def jwks(trust: NamedDependency[Trust], settings: NamedDependency[Settings]) -> dict[str, list[dict[str, Any]]]:
    return {"keys": trust.public(settings.service)}


router = Router("/", route_handlers=[live, ready, metrics, jwks])

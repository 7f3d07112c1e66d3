"""Whether an entrance lives and can serve."""

from litestar import Request, get

from chassis.health import live

__all__ = ["live", "ready"]


@get("/health/ready", include_in_schema=False)
async def ready(request: Request) -> dict[str, str]:
    """Always, once it is up: each page says by itself which service is missing."""
    entrance = request.app.state.entrance
    return {"status": "ready", "bus": "up" if entrance.bus is not None and entrance.bus.is_connected else "down"}

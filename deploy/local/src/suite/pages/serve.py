"""Runs an application on loopback until SIGTERM."""

import uvicorn

from suite.pages.web import App
from suite.part import HOST


async def serve(app: App, port: int) -> None:
    configuration = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=HOST,
        port=port,
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        # Live pages hold their connection open for ever: do not wait for them.
        timeout_graceful_shutdown=1,
    )
    await uvicorn.Server(configuration).serve()

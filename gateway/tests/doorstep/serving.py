"""An application behind a real port of the loopback."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import uvicorn


@asynccontextmanager
async def served(app: Any, *, lifespan: Literal["on", "off"] = "on") -> AsyncIterator[str]:
    """Its address, while it is served."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, http="httptools", lifespan=lifespan, timeout_graceful_shutdown=1
        )
    )
    serving = asyncio.create_task(server.serve([door]))
    while not server.started:
        if serving.done():
            serving.result()
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        door.close()

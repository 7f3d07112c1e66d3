"""Bytes that no client would write by itself."""

import asyncio
from urllib.parse import urlsplit


async def said_raw(address: str, request: str | bytes, *, within: float = 3.0) -> bytes:
    """All that the server answers until it closes or stays silent."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(request if isinstance(request, bytes) else request.encode("latin-1"))
    await writer.drain()
    answer = b""
    try:
        while piece := await asyncio.wait_for(reader.read(65_536), within):
            answer += piece
    except (TimeoutError, ConnectionResetError):
        pass
    writer.close()
    return answer

"""ClamAV's daemon, where `PARVIS_CLAMD_URL` (tcp://host:port or unix:///path) names one."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from documents.scanning.hatchery import ChecksFailed

CONNECT_WITHIN = 3.0
WITHIN = 60.0


class Clamd:
    """Speaks INSTREAM. Raises `ChecksFailed` whenever the daemon does not say yes or no."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    async def malware_in(self, content: AsyncIterator[bytes]) -> str | None:
        """The name of what was found, or None."""
        try:
            async with asyncio.timeout(WITHIN):
                said = await self._ask(content)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise ChecksFailed("clamd does not answer") from error
        if said == "stream: OK":
            return None
        if said.startswith("stream: ") and said.endswith(" FOUND"):
            return said.removeprefix("stream: ").removesuffix(" FOUND")
        raise ChecksFailed(f"clamd said: {said[:100]}")

    async def _ask(self, content: AsyncIterator[bytes]) -> str:
        async with asyncio.timeout(CONNECT_WITHIN):
            reader, writer = await self._connected()
        try:
            writer.write(b"zINSTREAM\0")
            async for segment in content:
                writer.write(len(segment).to_bytes(4) + segment)
                await writer.drain()
            writer.write(bytes(4))
            await writer.drain()
            return (await reader.readuntil(b"\0")).rstrip(b"\0").decode("utf-8", "replace").strip()
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._url.scheme == "unix":
            return await asyncio.open_unix_connection(self._url.path)
        return await asyncio.open_connection(self._url.hostname, self._url.port or 3310)

"""Whether somebody would take our mails now: the relay's first words, and nothing sent."""

import asyncio
import contextlib
from urllib.parse import urlsplit

from notifier.delivery.smtp import ProviderUnavailable

PATIENCE = 6.0


async def somebody_answers(urls: str) -> None:
    """`urls` parted by commas: one that greets is enough. Raises `ProviderUnavailable`."""
    greeted = await asyncio.gather(*(_greets(url.strip()) for url in urls.split(",") if url.strip()))
    if not any(greeted):
        raise ProviderUnavailable


async def _greets(url: str) -> bool:
    parts = urlsplit(url)
    spoken = parts.scheme.startswith("smtp")
    secure = parts.scheme in ("smtps", "https")
    try:
        async with asyncio.timeout(PATIENCE):
            port = parts.port or {"smtps": 465, "https": 443, "http": 80}.get(parts.scheme, 25)
            reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=secure or None)
            try:
                if not spoken:
                    # A provider over HTTP says nothing first: being there is all that is asked.
                    return True
                line = await reader.readline()
                writer.write(b"QUIT\r\n")
                with contextlib.suppress(OSError):
                    await writer.drain()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return line.startswith(b"220")

"""How much a request may carry, and how slowly."""

import asyncio
import time
from typing import TYPE_CHECKING

from litestar.types import HTTPReceiveMessage, Receive, WebSocketReceiveMessage

from gateway.api import Refused
from gateway.words import N_

if TYPE_CHECKING:
    from gateway.here import Here

FORM = 2_000_000
"""Room for a password of a megabyte, which gets identity’s own sentence rather than a bare « too large »."""
FORM_WITH_FILES = 45 * 1024 * 1024
UPLOAD = 201 * 1024 * 1024
LONGEST_SILENCE = 20.0
SLOWEST = 1024
"""Bytes a second over the whole body, once it has lasted for `PATIENCE`: a phone in a valley does better."""
PATIENCE = 30.0


class TooLarge(Refused):
    def __init__(self, limit: int) -> None:
        megabytes = (
            f"{limit / 1024 / 1024:.0f}" if limit >= 1024 * 1024 else f"{limit / 1024 / 1024:.1f}".replace(".", ",")
        )
        super().__init__(
            413,
            N_("Ce que vous envoyez est trop volumineux."),
            N_("La limite est de %(megabytes)s Mo. Choisissez un fichier plus petit, ou une photo de moindre qualité."),
            type="/problems/too-large",
            values={"megabytes": megabytes},
        )


class TooSlow(Refused):
    def __init__(self) -> None:
        super().__init__(
            408, N_("La connexion est trop lente ou s’est interrompue."), N_("Rien n’a été enregistré. Réessayez.")
        )


class Received:
    """A request's body as it comes in: counted, and given up on when it stalls."""

    def __init__(self, here: "Here", receive: Receive) -> None:
        self._here, self._receive = here, receive
        self._count, self._begun, self._ended = 0, 0.0, False

    async def __call__(self) -> HTTPReceiveMessage | WebSocketReceiveMessage:
        if self._ended:
            return await self._receive()
        self._begun = self._begun or time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), LONGEST_SILENCE)
        except TimeoutError as silence:
            raise TooSlow from silence
        if message["type"] == "http.request":
            self._count += len(message.get("body", b""))
            self._ended = not message.get("more_body", False)
            if self._count > self._here.body_limit:
                raise TooLarge(self._here.file_limit or self._here.body_limit)
            lasted = time.monotonic() - self._begun
            if not self._ended and lasted > PATIENCE and self._count < SLOWEST * lasted:
                raise TooSlow
        return message


class Remembered(Received):
    """A form on its way: what passed is kept, for when nobody takes it at the other end."""

    def __init__(self, here: "Here", receive: Receive) -> None:
        super().__init__(here, receive)
        self._passed = bytearray()

    async def __call__(self) -> HTTPReceiveMessage | WebSocketReceiveMessage:
        message = await super().__call__()
        if message["type"] == "http.request":
            self._passed += message.get("body", b"")
        return message

    async def whole(self) -> bytes:
        while not self._ended:
            if (await self())["type"] == "http.disconnect":
                break
        return bytes(self._passed)


def announced(headers: list[tuple[bytes, bytes]]) -> int:
    """What Content-Length says, or 0."""
    return next((int(value) for name, value in headers if name == b"content-length" and value.isdigit()), 0)

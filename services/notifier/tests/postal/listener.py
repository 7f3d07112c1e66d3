"""Another system that listens to webhooks: what it heard, and what it answers."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from aiohttp import web


@dataclass
class Heard:
    id: str
    timestamp: str
    signatures: list[str]
    body: bytes

    def is_signed_with(self, secret: str) -> bool:
        """As Standard Webhooks tells receivers to check it."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        wanted = hmac.new(key, f"{self.id}.{self.timestamp}.".encode() + self.body, hashlib.sha256).digest()
        return f"v1,{base64.b64encode(wanted).decode()}" in self.signatures


class Listener:
    """`answers` are statuses used up one by one, then 200; 302 leads to `leads_to`."""

    def __init__(self) -> None:
        self._runner: web.AppRunner | None = None
        self.port = 0
        self.answers: list[int] = []
        self.heard: list[Heard] = []
        self.leads_to = ""

    async def up(self) -> None:
        app = web.Application()
        app.router.add_post("/{path:.*}", self._hear)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def down(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _hear(self, request: web.Request) -> web.StreamResponse:
        told = request.headers
        signatures = told["webhook-signature"].split(" ")
        self.heard.append(Heard(told["webhook-id"], told["webhook-timestamp"], signatures, await request.read()))
        status = self.answers.pop(0) if self.answers else 200
        headers = {"location": self.leads_to} if status == 302 else {}
        return web.Response(status=status, headers=headers, text="entendu")

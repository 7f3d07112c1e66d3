"""A provider of SMS over HTTP, as Brevo's manual tells: what it took, and how it may fail."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Brevo:
    """`answers` are statuses used up one by one; 0 hangs up without a word after having read everything."""

    key: str
    answers: list[int] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"brevo+http://{self.key}@127.0.0.1:{self.port}"

    async def up(self) -> None:
        app = web.Application()
        app.router.add_post("/v3/transactionalSMS/send", self._take)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.port = self.runner.addresses[0][1]

    async def down(self) -> None:
        if self.runner is not None:
            await self.runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("api-key") != self.key:
            return web.json_response({"code": "unauthorized", "message": "Key not found"}, status=401)
        body = await request.json()
        status = self.answers.pop(0) if self.answers else 201
        if status in (0, 201):
            # Its manual: eleven letters or digits at most, a number without plus, a text, transactional.
            assert body["sender"].isalnum()
            assert len(body["sender"]) <= 11
            assert body["recipient"].isdigit()
            assert body["type"] == "transactional"
            self.taken.append(body)
        if status == 0:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"messageId": 1511882900176220}, status=status or 201)

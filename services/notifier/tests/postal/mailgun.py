"""A provider that takes mails over HTTP, as Mailgun's manual tells: what it took, and how it may fail."""

import hashlib
import hmac
from dataclasses import dataclass

from aiohttp import encode_basic_auth, web


@dataclass
class Taken:
    to: str
    word: str
    tracking: str
    mail: bytes


class Mailgun:
    """`answers` are statuses used up one by one; 0 hangs up without a word after having read everything."""

    def __init__(self, *, key: str, domain: str) -> None:
        self._auth = encode_basic_auth("api", key)
        self._path = f"/v3/{domain}/messages.mime"
        self._runner: web.AppRunner | None = None
        self.answers: list[int] = []
        self.taken: list[Taken] = []
        self.port = 0

    async def up(self) -> None:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post(self._path, self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def down(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _take(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("authorization") != self._auth:
            return web.json_response({"message": "Forbidden"}, status=401)
        form = await request.post()
        status = self.answers.pop(0) if self.answers else 200
        message = form["message"]
        assert isinstance(message, web.FileField)
        if status in (0, 200):
            taken = Taken(str(form["to"]), str(form["v:parvis"]), str(form["o:tracking"]), message.file.read())
            self.taken.append(taken)
        if status == 0:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"id": "<x>", "message": "Queued. Thank you."}, status=status or 200)


def a_report(
    event: str, word: str, *, key: str, timestamp: int, severity: str = "", enhanced: str | None = None
) -> dict:
    token = "c0ffee" * 8
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": str(timestamp), "token": token, "signature": signature},
        "event-data": {
            "event": event,
            "severity": severity,
            "user-variables": {"parvis": word},
            "delivery-status": {"code": 550, "enhanced-code": enhanced, "message": "said in words"},
            "recipient": "someone@plassans.example",
        },
    }

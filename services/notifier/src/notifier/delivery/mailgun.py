"""A provider that takes mails over HTTP, whole (Mailgun's `messages.mime`): what is signed arrives as it was signed."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

import aiohttp

from chassis import telemetry
from notifier.delivery.answer import Answer
from notifier.delivery.breaker import Breaker
from notifier.delivery.smtp import ProviderUnavailable
from notifier.domain.attempts import Outcome
from notifier.mails.mail import Mail

SCHEME = "mailgun+"
CONNECT_WITHIN = 5.0
ANSWER_WITHIN = 60.0
# Our account is refused, empty or too fast: another provider's mail is not.
OURS = frozenset({401, 402, 403, 404, 429})


class MailgunProvider:
    """`mailgun+https://api:<key>@api.eu.mailgun.net/<domain>`. Raises `ProviderUnavailable` before, and never after,
    something was handed over."""

    def __init__(self, url: str, *, lines: int) -> None:
        parts = urlsplit(url.removeprefix(SCHEME))
        self.name = parts.hostname or ""
        self.port = parts.port or (443 if parts.scheme == "https" else 80)
        self.breaker = Breaker()
        self._url = f"{parts.scheme}://{self.name}:{self.port}/v3/{parts.path.strip('/')}/messages.mime"
        login, password = unquote(parts.username or "api"), unquote(parts.password or "")
        self._headers = {"authorization": aiohttp.encode_basic_auth(login, password)}
        self._lines = asyncio.Semaphore(lines)
        self._session: aiohttp.ClientSession | None = None
        self._closing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def line(self) -> AsyncIterator[aiohttp.ClientSession]:
        """A place among those that may be spoken to at once. Whoever failed a moment ago is not tried."""
        if self.breaker.is_open:
            raise ProviderUnavailable
        async with self._lines:
            yield self._opened()

    async def hand_over(self, client: aiohttp.ClientSession, mail: Mail, *, message_id: str) -> Answer:
        """Give the mail to the provider and say what it answered. Asks nothing back, raises nothing."""
        attributes = {
            "server.address": self.name,
            "server.port": self.port,
            "messaging.system": "mailgun",
            "messaging.message.id": message_id,
        }
        with telemetry.span("HTTP send", kind="client", attributes=attributes) as span:
            answer = await self._hand_over(client, mail)
            span.set_attribute("parvis.outcome", answer.outcome.value)
            span.set_attribute("parvis.reason", answer.reason)
            return answer

    def close(self) -> None:
        if self._session is not None:
            self._closing = asyncio.get_running_loop().create_task(self._session.close())
            self._session = None

    async def _hand_over(self, client: aiohttp.ClientSession, mail: Mail) -> Answer:
        form = aiohttp.FormData()
        form.add_field("to", mail.recipient)
        # Given back with every report (reports/mailgun.py).
        form.add_field("v:parvis", mail.word)
        # Nobody's reading is watched.
        form.add_field("o:tracking", "no")
        form.add_field("message", mail.body, filename="message.eml", content_type="message/rfc822")
        try:
            async with client.post(self._url, data=form, headers=self._headers, allow_redirects=False) as response:
                await response.read()
                return self._answer(response.status)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            self.breaker.failed()
            return Answer(Outcome.TEMPORARY_FAILURE, re.sub(r"\W+", "-", type(error).__name__))
        except (aiohttp.ClientError, TimeoutError, OSError):
            # It may have the whole mail: nobody can know.
            self.breaker.failed()
            return Answer(Outcome.UNKNOWN, "connection-lost")

    def _answer(self, status: int) -> Answer:
        reason = f"http-{status}"
        if 200 <= status < 300:
            self.breaker.succeeded()
            return Answer(Outcome.ACCEPTED, reason)
        if status in OURS or status >= 500 or status < 400:
            self.breaker.failed()
            return Answer(Outcome.TEMPORARY_FAILURE, reason)
        return Answer(Outcome.PERMANENT_FAILURE, reason)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN, sock_connect=CONNECT_WITHIN)
            self._session = aiohttp.ClientSession(timeout=timeout)
        return self._session

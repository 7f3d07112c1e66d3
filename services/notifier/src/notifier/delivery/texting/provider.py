"""Who takes SMS: a provider over HTTP, or a mailbox where there is none to pay."""

import asyncio
from email.message import EmailMessage
from typing import NamedTuple, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiohttp
import aiosmtplib
import msgspec

from notifier.domain.texting.text import Outcome

WITHIN = 20.0
# Our account is refused, empty or too fast: nothing is wrong with the number.
OURS = frozenset({401, 402, 403, 404, 408, 429})
LONGEST_SENDER = 11


class Sms(NamedTuple):
    """`number` in E.164; `reports_to` is called with what becomes of it."""

    number: str
    text: str
    wide: bool
    reports_to: str


class Told(NamedTuple):
    outcome: Outcome
    reason: str


class TextProvider(Protocol):
    async def hand_over(self, sms: Sms, *, sender: str) -> Told:
        """Raises nothing. `reason` never quotes the number or the text."""
        ...

    async def close(self) -> None: ...


class Brevo:
    """`brevo+https://<api key>@api.brevo.com`: POST /v3/transactionalSMS/send."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url.removeprefix("brevo+"))
        self._key = unquote(parts.username or "")
        port = f":{parts.port}" if parts.port else ""
        self._url = f"{parts.scheme}://{parts.hostname}{port}/v3/transactionalSMS/send"
        self._session: aiohttp.ClientSession | None = None

    async def hand_over(self, sms: Sms, *, sender: str) -> Told:
        body = {
            "sender": sender,
            # The international number, without its plus.
            "recipient": sms.number.removeprefix("+"),
            "content": sms.text,
            "type": "transactional",
            "unicodeEnabled": sms.wide,
            "webUrl": sms.reports_to,
        }
        headers = {"api-key": self._key, "content-type": "application/json", "accept": "application/json"}
        try:
            async with self._opened().post(
                self._url, data=msgspec.json.encode(body), headers=headers, allow_redirects=False
            ) as response:
                await response.read()
                return _told(response.status)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return Told(Outcome.LATER, "no-connection")
        except (aiohttp.ClientError, TimeoutError, OSError):
            # It may have it: nobody can know, and a second SMS is a second bill.
            return Told(Outcome.UNKNOWN, "connection-lost")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WITHIN, sock_connect=5))
        return self._session


class ByMail:
    """`mail+smtp://host:port?domain=sms.localhost`: a mail-to-SMS gateway, or a mailbox to look at."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url.removeprefix("mail+"))
        self._host, self._port = parts.hostname or "", parts.port or 25
        self._domain = parse_qs(parts.query).get("domain", ["sms.localhost"])[0]

    async def hand_over(self, sms: Sms, *, sender: str) -> Told:
        mail = EmailMessage()
        mail["From"] = f"sms@{self._domain}"
        mail["To"] = f"{sms.number.removeprefix('+')}@{self._domain}"
        mail["Subject"] = f"SMS · {sender}"
        mail.set_content(sms.text)
        try:
            await aiosmtplib.send(mail, hostname=self._host, port=self._port, timeout=WITHIN)
        except (aiosmtplib.SMTPConnectError, OSError):
            return Told(Outcome.LATER, "no-connection")
        except aiosmtplib.SMTPException:
            return Told(Outcome.UNKNOWN, "connection-lost")
        return Told(Outcome.TAKEN, "smtp-250")

    async def close(self) -> None:
        await asyncio.sleep(0)


def provider_at(url: str) -> TextProvider | None:
    """None where no SMS are sent."""
    if not url:
        return None
    return ByMail(url) if url.startswith("mail+") else Brevo(url)


def _told(status: int) -> Told:
    reason = f"http-{status}"
    if 200 <= status < 300:
        return Told(Outcome.TAKEN, reason)
    if status in OURS or status >= 500 or status < 400:
        return Told(Outcome.LATER, reason)
    return Told(Outcome.NEVER, reason)

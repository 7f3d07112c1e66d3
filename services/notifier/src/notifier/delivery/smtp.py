"""A mail server that takes our mails, over connections that are used again."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected, SMTPTimeoutError

from chassis import telemetry
from chassis.refusals import Unavailable
from notifier.delivery.answer import Answer, answer_of
from notifier.delivery.breaker import Breaker
from notifier.domain.attempts import Outcome
from notifier.mails.mail import Mail

CONNECT_WITHIN = 5.0
# RFC 5321, 4.5.3.2: the answer to a whole mail may take minutes; everything before it should not.
STEP_WITHIN = 30.0
ACCEPT_WITHIN = 600.0
LOST = (SMTPServerDisconnected, SMTPTimeoutError, OSError)


class ProviderUnavailable(Unavailable):
    """Le serveur d’envoi des messages est momentanément indisponible."""


class SmtpProvider:
    """Never more lines than `lines`. Raises `ProviderUnavailable` before, and never after, something was handed over."""

    def __init__(self, url: str, *, lines: int) -> None:
        parts = urlsplit(url)
        self.name = parts.hostname or ""
        self.port = parts.port or (465 if parts.scheme == "smtps" else 25)
        self.breaker = Breaker()
        self._options: dict[str, Any] = {
            "hostname": parts.hostname,
            "port": self.port,
            "username": unquote(parts.username) if parts.username else None,
            "password": unquote(parts.password) if parts.password else None,
            "use_tls": parts.scheme == "smtps",
            "local_hostname": "localhost",
        }
        self._idle: list[SMTP] = []
        self._lines = asyncio.Semaphore(lines)

    @asynccontextmanager
    async def line(self) -> AsyncIterator[SMTP]:
        """A connection on which a mail may be begun. A broken one is not kept."""
        async with self._lines:
            client = await self._connected()
            try:
                yield client
            except BaseException:
                client.close()
                raise
            if client.is_connected:
                self._idle.append(client)

    async def hand_over(self, client: SMTP, mail: Mail, *, message_id: str) -> Answer:
        """Give the mail to the server and say what it answered. Asks nothing back, raises nothing."""
        attributes = {
            "server.address": self.name,
            "server.port": self.port,
            "messaging.system": "smtp",
            "messaging.message.id": message_id,
        }
        with telemetry.span("SMTP send", kind="client", attributes=attributes) as span:
            answer = await self._hand_over(client, mail)
            span.set_attribute("parvis.outcome", answer.outcome.value)
            span.set_attribute("parvis.reason", answer.reason)
            return answer

    async def _hand_over(self, client: SMTP, mail: Mail) -> Answer:
        options = ["SMTPUTF8"] if mail.needs_utf8 else []
        encoding = "utf-8" if mail.needs_utf8 else "ascii"
        if mail.needs_utf8 and not client.supports_extension("smtputf8"):
            return Answer(Outcome.PERMANENT_FAILURE, "address-needs-smtputf8")
        try:
            await client.mail(mail.sender, options=options, encoding=encoding, timeout=STEP_WITHIN)
            await client.rcpt(mail.recipient, encoding=encoding, timeout=STEP_WITHIN)
        except SMTPResponseException as refused:
            await _reset(client)
            return answer_of(refused.code, refused.message)
        except LOST:
            client.close()
            return Answer(Outcome.TEMPORARY_FAILURE, "connection-lost")
        try:
            accepted = await client.data(mail.body, timeout=ACCEPT_WITHIN)
        except SMTPResponseException as refused:
            await _reset(client)
            return answer_of(refused.code, refused.message)
        except LOST:
            # It may have the whole mail: nobody can know.
            client.close()
            return Answer(Outcome.UNKNOWN, "connection-lost")
        return answer_of(accepted.code, accepted.message)

    async def _connected(self) -> SMTP:
        while self._idle:
            client = self._idle.pop()
            # Asked before it is used again: a line lost while idle is no attempt.
            if await _answers(client):
                return client
            client.close()
        client = aiosmtplib.SMTP(**self._options, timeout=CONNECT_WITHIN)
        try:
            await client.connect()
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            self.breaker.failed()
            raise ProviderUnavailable(re.sub(r"\W+", "-", type(error).__name__)) from error
        self.breaker.succeeded()
        return client

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


async def _answers(client: SMTP) -> bool:
    try:
        await client.noop(timeout=CONNECT_WITHIN)
    except (SMTPException, OSError):
        return False
    return True


async def _reset(client: SMTP) -> None:
    try:
        await client.rset(timeout=CONNECT_WITHIN)
    except (SMTPException, OSError):
        client.close()
